import type { JSX } from 'preact';

/**
 * A QR code drawn as a table, so that it needs neither script nor a picture from an address. `dark` is the square of
 * its modules, row by row, with the quiet zone around it. Its content stands beside it as text: a screen reader skips it.
 */
export function QrCode({ dark }: { dark: readonly (readonly boolean[])[] }): JSX.Element {
  return (
    <table class="qr" role="presentation" aria-hidden="true" dir="ltr">
      <tbody>
        {dark.map((row, at) => (
          <tr key={at}>
            {row.map((isDark, index) => (
              <td key={index} class={isDark ? 'on' : undefined} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
