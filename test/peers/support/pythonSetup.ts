import type { TestProject } from 'vitest/node';
import { type FastMcpVersion, type Provisioned, provisionPython } from '../provision.mts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Which generations of Python FastMCP are here, and why not those that are not. */
    readonly python: Readonly<Record<FastMcpVersion, Provisioned>>;
  }
}

/** Brings both generations of Python FastMCP before any test runs. */
export async function setup(project: TestProject): Promise<void> {
  const [three, four] = await Promise.all([provisionPython('3'), provisionPython('4')]);
  project.provide('python', { '3': three, '4': four });
}
