import path from 'node:path';
import type * as vscode from 'vscode';
import type { ParkingStore } from '../../core/calls/parking.ts';
import { lazyParking } from '../lazily.ts';

/** Where the key of parked calls is, in SecretStorage and nowhere else. */
const KEY = 'countersign.parkingKey';

/** The place that belongs to what is open in this window; undefined where nothing is. */
export function parkingStore(
  { storageUri, secrets }: Pick<vscode.ExtensionContext, 'storageUri' | 'secrets'>,
  now: () => number,
): ParkingStore | undefined {
  if (storageUri === undefined) return undefined;
  return lazyParking({
    folder: path.join(storageUri.fsPath, 'parked'),
    key: { get: async () => secrets.get(KEY), set: async (key) => secrets.store(KEY, key) },
    now,
  });
}
