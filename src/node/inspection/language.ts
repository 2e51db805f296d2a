import { workerData } from 'node:worker_threads';
import { type Language, useLanguage } from '../../core/text/l10n.ts';

// Imported before everything that makes a text.
useLanguage((workerData as { language?: Language } | null)?.language);
