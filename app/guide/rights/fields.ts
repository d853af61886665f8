/** The fields of the form that asks for rights. */
export const FIELDS = { state: 'where', situation: 'is' } as const;

/** The form itself, and the field that says to show it again as it stands: a change of language sends it. */
export const ASK_FORM = { id: 'ask', name: 'again', value: '1' } as const;
