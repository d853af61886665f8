import type { LawFile } from '@clew/rules';

/**
 * A made-up law of a few lines, in which two States differ: so that a test of the command hangs on no line of the real
 * one. What it says of the States is invented.
 */
export const TOWN_LAW: readonly LawFile[] = [
  {
    path: 'laws/instruments/charter.md',
    text: `# The Charter

\`\`\`instrument
id: charter
short: Charter
\`\`\`

## Article 1: guests {#1}

> Who came from afar and has no room is a guest. {#1.a}

> A guest is given a room for thirty days. {#1.b}

\`\`\`rule
id: guest
label: The person is a guest
cite: charter#1.a
all: [from-afar, {not: has-room}]
\`\`\`

\`\`\`rule
id: guest.national
label: How the State reads who is a guest
cite: charter#1.a
national: guest
\`\`\`

\`\`\`rule
id: table
label: The person has a table of their own
cite: charter#1.a
at_least: 2
among: companion
with: companion.hungry
\`\`\`

\`\`\`value
id: room-days
label: Days in the room
cite: charter#1.b
when: guest
unit: days
value: 30
floor: 30
\`\`\`

\`\`\`duty
id: duty.room
label: A room
cite: charter#1.b
when: guest
bearer: the town
act: gives the person a room
strength: shall
by: {value: room-days, kind: calendar, from: arrived}
breach: The person sleeps outside.
\`\`\`

\`\`\`test
title: A guest
given: {from-afar: yes, has-room: no}
expect: {guest: yes, duty.room: yes}
\`\`\`
`,
  },
  {
    path: 'laws/instruments/acts.md',
    text: `# An act

\`\`\`instrument
id: is-act
short: Act on Guests
kind: national
state: IS
\`\`\`

## Section 1: guests {#1}

> Who came from afar is a guest. {#1.a}
`,
  },
  {
    path: 'laws/states/two.md',
    text: `# Two States

\`\`\`state
id: IS
name: Iceland
parties:
  - {instrument: charter, bound: yes, as_of: 2025-01-01}
\`\`\`

\`\`\`state
id: LI
name: Liechtenstein
parties:
  - {instrument: charter, bound: no, as_of: 2025-01-01}
\`\`\`

\`\`\`variant
rule: guest.national
state: IS
from: 2010-01-01
cite: is-act#1.a
is: from-afar
\`\`\`

\`\`\`variant
value: room-days
state: IS
from: 2010-01-01
cite: is-act#1.a
days: 10
\`\`\`
`,
  },
  {
    path: 'laws/facts/town.yaml',
    text: `theme: town
groups:
  - {id: companion, label: Companions, question: Who came along?, complete: Is that everybody?, why: A table seats two.}
facts:
  - {id: from-afar, type: yes-no, sensitivity: 1, known_by: [person], label: From afar, question: Did you come from afar?, why: A guest is from elsewhere.}
  - {id: has-room, type: yes-no, sensitivity: 2, known_by: [person], label: Has a room, question: Do you have a room?, why: Who has one needs none.}
  - {id: lives-here, type: yes-no, sensitivity: 1, known_by: [person], label: Lives here, question: Do you live here?, why: A guest does not.}
  - {id: arrived, type: date, sensitivity: 1, known_by: [person], label: The day of arrival, question: When did you come?, why: The days count from it.}
  - {id: companion.hungry, type: yes-no, group: companion, sensitivity: 1, known_by: [person], label: Hungry, question: Is this one hungry?, why: For the table.}
contradictions:
  - {when: {all: [from-afar, lives-here]}, why: Nobody both came from afar and lives here.}
`,
  },
];
