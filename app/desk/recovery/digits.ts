/** The digits of a fingerprint as somebody typed it, whatever stands between them and in whichever of our scripts. */
export function digitsOf(text: string): string {
  const latin = text
    .normalize('NFKC')
    .replaceAll(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replaceAll(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0));
  return latin.replaceAll(/\D/g, '');
}
