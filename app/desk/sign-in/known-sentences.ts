/**
 * Sentences of fifteen letters and more that many people know by heart or choose: proverbs, prayers, verses, examples from advice
 * about passphrases, and what says itself that it is one. Letters and digits alone, as `squash` leaves them.
 */
export const KNOWN_SENTENCES: readonly string[] = [
  // What advice about passphrases gives as an example.
  'correct horse battery staple',
  'my voice is my passport verify me',
  'this is my password',
  'this is my passphrase',
  'the password is password',
  'please let me in now',
  'open sesame open sesame',
  'change me change me',
  'never tell anyone your password',
  'ceci est mon mot de passe',
  'mon mot de passe est',
  'sesame ouvre toi',
  'كلمة المرور الخاصة بي',
  'كلمة السر الخاصة بي',
  'هذه كلمة السر',
  'هذه كلمة المرور',
  'افتح يا سمسم',
  // Known by heart.
  'the quick brown fox jumps over the lazy dog',
  'to be or not to be that is the question',
  'to be or not to be',
  'once upon a time',
  'twinkle twinkle little star',
  'may the force be with you',
  'all you need is love',
  'we are the champions',
  'all animals are equal',
  'an apple a day keeps the doctor away',
  'the early bird catches the worm',
  'all that glitters is not gold',
  'where there is a will there is a way',
  'the truth shall set you free',
  'in the beginning was the word',
  'our father who art in heaven',
  'the lord is my shepherd',
  'all human beings are born free and equal in dignity and rights',
  'liberté égalité fraternité',
  'je pense donc je suis',
  'être ou ne pas être',
  'portez ce vieux whisky au juge blond qui fume',
  'petit à petit l’oiseau fait son nid',
  'il était une fois',
  'notre père qui es aux cieux',
  'au clair de la lune mon ami pierrot',
  'allons enfants de la patrie',
  'tous les êtres humains naissent libres et égaux',
  'بسم الله الرحمن الرحيم',
  'لا إله إلا الله محمد رسول الله',
  'السلام عليكم ورحمة الله وبركاته',
  'الحمد لله رب العالمين',
  'لا حول ولا قوة إلا بالله',
  'إن شاء الله خير',
  'الصبر مفتاح الفرج',
  'العلم نور والجهل ظلام',
  'العقل السليم في الجسم السليم',
  'في التأني السلامة وفي العجلة الندامة',
  'كان يا ما كان في قديم الزمان',
  'يولد جميع الناس أحرارا متساوين',
].map(squash);

/** Rows of the Arabic keyboard; those of Latin ones come with the library. */
const ARABIC_ROWS = ['ضصثقفغعهخحجد', 'شسيبلاتنمكط', 'ئءؤرلاىةوزظ'];

/** Every run of four keys and more along a row, so that half a row is known too. */
export const ARABIC_RUNS: readonly string[] = ARABIC_ROWS.flatMap((row) =>
  [...row].flatMap((_, from) =>
    [...row].slice(from + 3).map((__, more) => squash(row.slice(from, from + 4 + more))),
  ),
);

/**
 * Letters and digits alone, small, without marks: what somebody who tries out sentences would try. Of Arabic the signs of vowels go,
 * and the letters that many write for one another become one.
 */
export function squash(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\p{M}\u0640]/gu, '')
    .replaceAll(/[أإآٱ]/g, 'ا')
    .replaceAll('ى', 'ي')
    .replaceAll('ة', 'ه')
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}
