/** Words of column names that tell who somebody is or how to reach them, with what each is. */
const TELLING: readonly (readonly [RegExp, string])[] = [
  [/^(full|first|last|given|family|sur|fore|middle|maiden|nick|user)?names?$|^surnames?$/, 'a name'],
  [/^(nom|prenom|nombres?|apellidos?|vorname|nachname|alias|initials|signature)$/, 'a name'],
  [/^((ال)?(اسم|لقب|كنيه|كنية)|نام)$|^(имя|фамилия|отчество|фио|імя|прізвище|isim|soyad|soyisim)$/, 'a name'],
  [
    /^(dob|birth(day|date)|dateofbirth|ddn|datenaissance|datedenaissance|geburtsdatum|fechanacimiento|fechadenacimiento|تاريخالميلاد|датарождения)$/,
    'a day of birth (the law has a fact for that)',
  ],
  [/^(e|email|courriel|correo|mail|mails|emails|почта|(ال)?(بريد|ايميل))$/, 'an address of mail'],
  [
    /^(phones?|tel|telephone|telefono|mobile|cell|whatsapp|viber|signal|telegram|skype|fax|gsm|imo|телефон|мобильныи|(ال)?(هاتف|جوال|موبايل|محمول|تلفون))$/,
    'a number to call',
  ],
  [
    /^(address(es)?|adresse|direccion|street|postcode|zip|zipcode|postal|gps|latitude|longitude|lat|lon|lng|адрес|адреса|(ال)?عنوان)$/,
    'a place',
  ],
  [
    /^(passport|passeport|pasaporte|ssn|nin|iban|licence|license|plate|biometric|fingerprint|iris|photo|facebook|instagram|паспорт|(ال)?(جواز|هويه|هوية))$/,
    'a document or an account',
  ],
];

/** Words that make a number one person's own: “national id”, “case number of the registration”. */
const NUMBERS = /^(id|no|nr|num|number|numero|identifier|code)$/;
const WHOSE =
  /^(national|identity|personal|tax|social|security|registration|progres|unhcr|alien|individual|visa|insurance|citizen|card)$/;

/** What a column seems to hold that no population may: undefined where its name says nothing of the kind. */
export function personalIn(name: string): string | undefined {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    // The second of several is none the less one: “phone2”.
    .map((word) => word.replace(/\p{N}+$/u, ''))
    .filter(Boolean);
  for (const [pattern, what] of TELLING) {
    // “first name” in two words, as well as in one.
    if (words.some((word) => pattern.test(word)) || pattern.test(words.join(''))) return what;
  }
  const isOwnNumber = words.some((word) => NUMBERS.test(word)) && words.some((word) => WHOSE.test(word));
  return isOwnNumber ? 'a number that belongs to one person' : undefined;
}

/** Values that reach somebody, as a regular expression of DuckDB (RE2): an address of mail, a number to call. */
export const REACHING = '^\\s*(\\S+@\\S+\\.\\S+|\\+?[0-9][0-9 ()./-]{6,}[0-9])\\s*$';

/** A day, which the expression above takes for a number. */
export const A_DAY = '^[0-9]{4}-[0-9]{2}-[0-9]{2}$';

/** A word as a name has it: it begins with a capital, or its script has none. */
const NAME_WORD = String.raw`(?:[\p{Lu}\p{Lt}][\p{L}\p{M}'’.-]*|[\p{Lo}\p{M}]+)`;
const NAME = new RegExp(String.raw`^${NAME_WORD}(?:\s+${NAME_WORD}){1,2}$`, 'u');

/** So many cells have to be looked at, and so large a share has to look like names and to stand once. */
const FEWEST_CELLS = 5;
const SHARE = 0.8;

/**
 * Whether the cells of a column look like names: most of them are two or three words that begin with a capital, and most
 * stand there once. A category of such words, like towns, stands there more often.
 */
export function looksLikeNames(cells: readonly string[]): boolean {
  const told = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  if (told.length < FEWEST_CELLS) return false;
  const named = told.filter((cell) => NAME.test(cell)).length;
  return named >= SHARE * told.length && new Set(told).size >= SHARE * told.length;
}
