import { describe, expect, it } from 'vitest';
import { dataUrl } from '../../../../src/webview/ui/media.ts';

describe('data URLs of media', () => {
  it('are made for types of their family alone', () => {
    const media = (mimeType: string) => ({ data: 'AAAA', mimeType, bytes: 3 });
    expect(dataUrl(media('Image/PNG'), 'image')).toBe('data:image/png;base64,AAAA');
    expect(dataUrl(media('image/svg+xml'), 'image')).toBe('data:image/svg+xml;base64,AAAA');
    expect(dataUrl(media('text/html'), 'image')).toBeUndefined();
    expect(dataUrl(media('image/png,<script>'), 'image')).toBeUndefined();
    expect(dataUrl(media('image/png'), 'audio')).toBeUndefined();
  });
});
