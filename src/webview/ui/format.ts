import { decimalText, numberText, plural, t } from '../../core/text/l10n.ts';

/** `2,431`. */
export function number(value: number): string {
  return numberText(value);
}

/** Bytes with three digits: `812 B`, `9.8 KB`, `1.2 MB` (1 KB is 1,024 B, as everywhere in VS Code). */
export function bytes(value: number): string {
  let rest = value;
  for (const unit of ['B', 'KB', 'MB', 'GB']) {
    if (rest < 999.5 || unit === 'GB') {
      return `${unit === 'B' || rest >= 99.95 ? Math.round(rest) : decimalText(rest, 1)} ${unit}`;
    }
    rest /= 1024;
  }
  return '';
}

/** A length of time in milliseconds: `850 ms`, `3.2 s`, `12 s`, `1 min 5 s`, `2 h 10 min`. */
export function duration(ms: number): string {
  if (ms < 1000) {
    return t('{0} ms', Math.max(0, Math.round(ms)));
  }
  return ms < 10_000 ? t('{0} s', decimalText(Math.floor(ms / 100) / 10, 1)) : clock(ms);
}

/** The same in whole seconds, for a clock that ticks: `0 s`, `1 min 5 s`. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) {
    return t('{0} s', seconds);
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return seconds % 60 === 0 ? t('{0} min', minutes) : t('{0} min {1} s', minutes, seconds % 60);
  }
  return minutes % 60 === 0 ? t('{0} h', minutes / 60) : t('{0} h {1} min', Math.floor(minutes / 60), minutes % 60);
}

const daytime = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** The time of day of a moment in milliseconds since the Unix epoch, where the person is: `12:03:04`. */
export function timeOfDay(ms: number): string {
  return daytime.format(ms);
}

/** `≈ 1,240 tokens`: an estimate always says that it is one. */
export function tokens(value: number): string {
  return plural(value, '≈ {0} token', '≈ {0} tokens');
}

function dollars(value: number): string {
  if (value === 0) {
    return '$0';
  }
  const digits = value >= 1 ? 2 : Math.min(6, 1 - Math.floor(Math.log10(value)));
  return `$${decimalText(value, digits)}`;
}

/** A range of US dollars: `≈ $0.0012 to $0.0045`. */
export function cost(min: number, max: number): string {
  const low = dollars(min);
  const high = dollars(max);
  return low === high ? `≈ ${low}` : t('≈ {0} to {1}', low, high);
}

/** The number of UTF-8 bytes of a text, without making them. */
export function utf8Length(text: string): number {
  let total = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      total += 1;
    } else if (unit < 0x8_00) {
      total += 2;
    } else if (unit >= 0xd8_00 && unit < 0xdc_00 && i + 1 < text.length) {
      total += 4;
      i += 1;
    } else {
      total += 3;
    }
  }
  return total;
}
