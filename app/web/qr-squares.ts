import { encode } from 'uqr';

/** The squares of a QR code, row by row, true where dark, with the margin of four that ISO/IEC 18004 asks for. */
export function qrSquares(text: string): boolean[][] {
  return encode(text, { ecc: 'M', border: 4 }).data;
}
