import { createHash } from 'node:crypto';
import type { Sha256 } from '../core/util/system.ts';

/** SHA-256 of the UTF-8 bytes of a text, as 64 lower-case hex digits. */
export const sha256: Sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('hex');
