/** An entry of package-lock.json's `packages`, as far as it is read here. */
export interface LockEntry {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64'];

/** The platform that a package's name ends with, such as `@x/binding-linux-x64-musl`. */
function platformOf(name: string): Pick<LockEntry, 'os' | 'cpu' | 'libc'> | undefined {
  const parts = name.split(/[/-]/);
  const os = parts.find((part) => systems.includes(part));
  const cpu = parts.find((part) => processors.includes(part));
  if (os === undefined || cpu === undefined) {
    return undefined;
  }
  const abi = parts.at(-1) ?? '';
  const libc =
    os !== 'linux' ? undefined : abi.startsWith('musl') ? 'musl' : abi.startsWith('gnu') ? 'glibc' : undefined;
  return { os: [os], cpu: [cpu], ...(libc === undefined ? {} : { libc: [libc] }) };
}

/**
 * Adds the packages of other platforms that a lock file lacks, and returns their names. npm leaves out what the registry at
 * hand does not have, such as a mirror with the packages of one platform; npm 11 then refuses the lock (`npm ci`: "Missing").
 */
export function completeLock(packages: Record<string, LockEntry>): string[] {
  const added: string[] = [];
  for (const [parent, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const keys = [`${parent}/node_modules/${name}`, `node_modules/${name}`];
      const platform = platformOf(name);
      if (platform !== undefined && /^\d/.test(version) && !keys.some((key) => key in packages)) {
        packages[`node_modules/${name}`] = {
          version,
          ...(entry.dev ? { dev: true } : {}),
          optional: true,
          ...platform,
        };
        added.push(name);
      }
    }
  }
  return added;
}
