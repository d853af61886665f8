// Makes the pictures of docs/guide/pictures.md anew: `node bin/guide-pictures.mjs FOLDER`. FOLDER holds fonts with Ethiopic, Burmese and
// Bengali letters, which only this machine needs: on Debian /usr/share/fonts/truetype/noto, of the package fonts-noto-core.
import './register.mjs';

const { takePictures } = await import('../e2e/guide-pictures.ts');
await takePictures(process.argv.slice(2));
