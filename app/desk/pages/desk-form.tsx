import type { ComponentProps, JSX } from 'preact';
import { FormPage } from '../../web/index.ts';
import { FORM_TOKEN } from '../session/ticket.ts';

/** A form of the desk. Without its token, which another site cannot know, nothing that is sent is done. */
export function DeskForm({
  token,
  children,
  ...form
}: ComponentProps<typeof FormPage> & { token: string }): JSX.Element {
  return (
    <FormPage {...form}>
      <input type="hidden" name={FORM_TOKEN} value={token} />
      {children}
    </FormPage>
  );
}
