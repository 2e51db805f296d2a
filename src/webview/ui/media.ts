import { html, type TemplateResult } from 'lit';
import { bytes } from './format.ts';
import { icon } from './icons.ts';

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

function unshown(media: Media, family: string): TemplateResult {
  return html`<p class="media-note">${icon('warning', 'warning')} ${family} of type ${media.mimeType || 'unknown'}, ${bytes(media.bytes)}: this type cannot be shown here.</p>`;
}

/** An image with its type and size; `what` says which one it is. */
export function imageView(media: Media, what: string): TemplateResult {
  const url = dataUrl(media, 'image');
  if (url === undefined) {
    return unshown(media, 'Image');
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
    return unshown(media, 'Audio');
  }
  return html`<figure class="media">
    <audio controls preload="metadata" src=${url} aria-label=${what}></audio>
    <figcaption>${media.mimeType}, ${bytes(media.bytes)}</figcaption>
  </figure>`;
}
