/**
 * Says what the header of an image says. The picture itself is not looked at.
 *
 * @param {string} url a data URL
 * @returns {string}
 */
export function describeImage(url) {
  const match = /^data:([\w.+/-]+);base64,([A-Za-z0-9+/=\s]*)$/.exec(url);
  if (match === null)
    return 'The image is only linked, and nothing is fetched from here, so nothing can be said about it.';
  const bytes = Buffer.from(match[2], 'base64');
  const size = imageSize(bytes);
  const name = match[1].replace(/^image\//, '').toUpperCase();
  const measure =
    size === undefined ? 'of a size that its header does not tell' : `${size.width} by ${size.height} pixels`;
  return `The image is a ${name} file of ${bytes.length} bytes, ${measure}. What it shows cannot be told without looking at it, and this server cannot look.`;
}

/**
 * @param {string} data base64
 * @param {string} format as the request names it
 * @returns {string}
 */
export function describeAudio(data, format) {
  const bytes = Buffer.from(data, 'base64');
  const wav =
    bytes.length >= 44 && bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WAVE';
  const rate = wav ? bytes.readUInt32LE(28) : 0;
  const length = rate > 0 ? `, about ${((bytes.length - 44) / rate).toFixed(1)} seconds long` : '';
  return `The sound is a ${format} file of ${bytes.length} bytes${length}. What is said in it cannot be told: this server cannot listen.`;
}

/**
 * @param {Buffer} bytes
 * @returns {{width: number, height: number} | undefined} from the header of a PNG, GIF or JPEG file
 */
export function imageSize(bytes) {
  if (bytes.length >= 24 && bytes.readUInt32BE(0) === 0x89504e47) {
    return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  }
  if (bytes.length >= 10 && bytes.toString('latin1', 0, 3) === 'GIF') {
    return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
  }
  if (bytes.length >= 4 && bytes.readUInt16BE(0) === 0xffd8) return jpegSize(bytes);
  return undefined;
}

/** @param {Buffer} bytes */
function jpegSize(bytes) {
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1];
    // Start of frame, of any coding; C4, C8 and CC in the same range are tables.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
    }
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}
