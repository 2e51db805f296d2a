import { describe, expect, it } from 'vitest';
import { bestIcon, dataUriBytes, dataUriOf, iconType, LARGEST_ICON } from '../../../../src/core/icons/icons.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3);

describe('the picture that is chosen', () => {
  const data = { src: 'data:image/png;base64,AA==' };
  const remote = { src: 'https://example.com/a.png' };

  it('is a remote one only where that is allowed, and never one of another scheme', () => {
    expect(bestIcon([remote], 'dark', false)).toBeUndefined();
    expect(bestIcon([remote], 'dark', true)).toBe(remote);
    expect(bestIcon([{ src: 'http://example.com/a.png' }, { src: 'file:///etc/a.png' }], 'dark', true)).toBeUndefined();
  });

  it('is for the theme first, then needs no request, then has the size', () => {
    const dark = { src: 'https://example.com/d.png', theme: 'dark' };
    expect(bestIcon([data, dark], 'dark', true)).toBe(dark);
    expect(bestIcon([remote, data], 'light', true)).toBe(data);
    const [small, fit, large] = ['16x16', '48x48', '512x512'].map((size) => ({ ...data, sizes: [size] }));
    expect(
      bestIcon(
        [large, small, fit].filter((one) => one !== undefined),
        'light',
        false,
      ),
    ).toBe(fit);
  });
});

describe('the bytes of a data: URI', () => {
  it('are read from Base64 and from text', () => {
    expect(dataUriBytes(dataUriOf(png, 'png'))).toEqual(png);
    expect(dataUriBytes('data:image/svg+xml;charset=utf-8,%3Csvg/%3E')).toEqual(bytes('<svg/>'));
  });

  it('are none where there is none, or too many', () => {
    expect(dataUriBytes('https://example.com')).toBeUndefined();
    expect(dataUriBytes('data:image/png;base64,%%%')).toBeUndefined();
    expect(dataUriBytes(`data:image/png,${'a'.repeat(LARGEST_ICON + 1)}`)).toBeUndefined();
  });
});

describe('the type of a picture', () => {
  it('is what its bytes say', () => {
    expect(iconType(png)).toBe('png');
    expect(iconType(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))).toBe('jpg');
    expect(iconType(bytes('GIF89a'))).toBe('gif');
    expect(iconType(bytes('RIFF1234WEBPVP8 '))).toBe('webp');
    expect(
      iconType(bytes('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1"/></svg>')),
    ).toBe('svg');
    expect(iconType(bytes('<html>'))).toBeUndefined();
  });

  it.each([
    '<svg><script>1</script></svg>',
    '<svg onload="x()"></svg>',
    '<svg><image href="https://example.com/t.png"/></svg>',
    '<svg><style>@import "https://example.com"</style></svg>',
    '<svg><rect fill="url(https://example.com/x)"/></svg>',
    '<svg><foreignObject></foreignObject></svg>',
    '<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>',
    '<svg><use href="data:image/svg+xml,x"/></svg>',
  ])('is none for an SVG that does more than draw: %s', (text) => {
    expect(iconType(bytes(text))).toBeUndefined();
  });

  it('bears gradients that an SVG has within itself', () => {
    expect(iconType(bytes('<svg><linearGradient id="a"/><rect fill="url(#a)"/></svg>'))).toBe('svg');
  });
});
