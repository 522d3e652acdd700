/** MIME type by the file's first bytes. */
export function imageType(content: Buffer): string | undefined {
  if (content.subarray(0, 4).toString('latin1') === '\x89PNG') return 'image/png';
  if (content.subarray(0, 2).toString('hex') === 'ffd8') return 'image/jpeg';
  if (content.subarray(0, 4).toString('hex') === '00000100') return 'image/vnd.microsoft.icon';
  if (content.subarray(0, 3).toString('latin1') === 'GIF') return 'image/gif';
  if (content.subarray(8, 12).toString('latin1') === 'WEBP') return 'image/webp';
  return /^\s*(<\?xml[^>]*>\s*)?<svg[\s>]/.test(content.subarray(0, 1024).toString('utf8')) ? 'image/svg+xml' : undefined;
}
