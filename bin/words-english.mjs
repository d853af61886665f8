// Notes of each string of the public pages which English its translations were made from. `npm run words:english` adds new
// strings; `npm run words:english -- KEY...` says that every translation of these was made anew from the English there is now.
import './register.mjs';

const { noteEnglish } = await import('./words-english.ts');
process.stdout.write(`${await noteEnglish(process.argv.slice(2))}\n`);
