/** What the marks behind a source mean, for the foot of what a terminal prints. */
export const MARKS_TEXT =
  '[compared]: the text was read and says so. [unverified]: it was not read, or only in part. No named person has checked either.';
