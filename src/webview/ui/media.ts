import { html, type TemplateResult } from 'lit';
import { bytes } from './format.ts';
import { icon } from './icons.ts';
import { t } from '../../core/text/l10n.ts';

/** An image or a sound as base64. */
export interface Media {
  data: string;
  mimeType: string;
  bytes: number;
}

/** A data URL, or nothing when the type is none of the family: then it is not handed to a decoder. */
export function dataUrl(media: Media, family: 'image' | 'audio'): string | undefined {
  const type = media.mimeType.toLowerCase();
  return new RegExp(`^${family}/[a-z0-9.+-]{1,60}$`).test(type) ? `data:${type};base64,${media.data}` : undefined;
}

function unshown(words: string): TemplateResult {
  return html`<p class="media-note">${icon('warning', 'warning')} ${words}</p>`;
}

function typeOf({ mimeType }: Media): string {
  return mimeType === '' ? t('unknown') : mimeType;
}

/** An image with its type and size; `what` says which one it is. */
export function imageView(media: Media, what: string): TemplateResult {
  const url = dataUrl(media, 'image');
  if (url === undefined) {
    return unshown(t('Image of type {0}, {1}: this type cannot be shown here.', typeOf(media), bytes(media.bytes)));
  }
  return html`<figure class="media">
    <img src=${url} alt=${what} />
    <figcaption>${media.mimeType}, ${bytes(media.bytes)}</figcaption>
  </figure>`;
}

/** A player for a sound. */
export function audioView(media: Media, what: string): TemplateResult {
  const url = dataUrl(media, 'audio');
  if (url === undefined) {
    return unshown(t('Audio of type {0}, {1}: this type cannot be shown here.', typeOf(media), bytes(media.bytes)));
  }
  return html`<figure class="media">
    <audio controls preload="metadata" src=${url} aria-label=${what}></audio>
    <figcaption>${media.mimeType}, ${bytes(media.bytes)}</figcaption>
  </figure>`;
}
