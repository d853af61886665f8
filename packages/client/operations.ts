// Made by `npm run api:client` of the description that a node serves at /api/openapi.json. Not to be edited.

export type Problem = {
  type: string;
  status: number;
  title: string;
  code:
    | 'unreadable'
    | 'bad-cursor'
    | 'no-key'
    | 'no-token'
    | 'narrow-token'
    | 'forbidden'
    | 'not-found'
    | 'wrong-method'
    | 'too-slow'
    | 'changed'
    | 'taken'
    | 'too-many'
    | 'key-waits'
    | 'stale'
    | 'too-large'
    | 'unknown-type'
    | 'wrong-host'
    | 'invalid'
    | 'other-request'
    | 'not-in-law'
    | 'no-version'
    | 'unexpected'
    | 'busy'
    | 'disk-full';
  wrong?: readonly { at: string; message: string }[] | undefined;
  versions?: { sent: string; current: string } | undefined;
};

export type ListProblemsAnswer = {
  items: readonly {
    code:
      | 'unreadable'
      | 'bad-cursor'
      | 'no-key'
      | 'no-token'
      | 'narrow-token'
      | 'forbidden'
      | 'not-found'
      | 'wrong-method'
      | 'too-slow'
      | 'changed'
      | 'taken'
      | 'too-many'
      | 'key-waits'
      | 'stale'
      | 'too-large'
      | 'unknown-type'
      | 'wrong-host'
      | 'invalid'
      | 'other-request'
      | 'not-in-law'
      | 'no-version'
      | 'unexpected'
      | 'busy'
      | 'disk-full';
    status: number;
    title: string;
  }[];
};

export type ReadDescriptionAnswer = { openapi: string; paths: Readonly<Record<string, unknown>> };

export type AssessBody = {
  facts: Readonly<
    Record<string, ('yes' | 'no' | 'not_asked' | 'not_known' | 'withheld' | 'not_recorded') | number | string>
  >;
  people?:
    | Readonly<
        Record<
          string,
          {
            complete?: 'yes' | 'no' | 'not_asked' | 'not_known' | 'withheld' | 'not_recorded' | undefined;
            members: readonly Readonly<
              Record<
                string,
                ('yes' | 'no' | 'not_asked' | 'not_known' | 'withheld' | 'not_recorded') | number | string
              >
            >[];
          }
        >
      >
    | undefined;
  states?: readonly string[] | undefined;
  on?: string | undefined;
  language?: 'en' | 'fr' | 'es' | 'ar' | undefined;
};

export type AssessAnswer = {
  protections?:
    | {
        binding: readonly string[];
        discretion?: readonly string[] | undefined;
        notKnown: readonly string[];
        notBinding: readonly string[];
        noState: readonly string[];
        proposed: readonly string[];
        open: number;
      }
    | undefined;
  footing?:
    | Readonly<
        Record<
          string,
          {
            rests: 'binding' | 'discretion' | 'not-known' | 'not-binding' | 'no-state' | 'proposed';
            sources: readonly {
              instrument: string;
              source: readonly string[];
              standing:
                | 'binds'
                | 'limited'
                | 'not-known'
                | 'not-then'
                | 'guidance'
                | 'not-party'
                | 'not-yet'
                | 'left'
                | 'closed'
                | 'eu'
                | 'other-state';
              since: string | null;
              asOf: string | null;
              weak?:
                | (
                    | 'shall'
                    | 'shall-where-appropriate'
                    | 'shall-enable'
                    | 'endeavour'
                    | 'consider'
                    | 'may'
                    | 'recommended'
                    | 'unverified'
                  )
                | null
                | undefined;
            }[];
            isCustomSaid?: boolean | undefined;
            presumed: readonly string[];
          }
        >
      >
    | undefined;
  law: { hash: string; on: string | null; states: readonly string[]; reforms: readonly string[] };
  verdicts: Readonly<Record<string, { strict: 'yes' | 'no' | 'unknown'; burden: 'yes' | 'no' | 'unknown' }>>;
  duties: readonly {
    id: string;
    owed: { strict: 'yes' | 'no' | 'unknown'; burden: 'yes' | 'no' | 'unknown' };
    bearer: string;
    act: string;
    strength:
      | 'shall'
      | 'shall-where-appropriate'
      | 'shall-enable'
      | 'endeavour'
      | 'consider'
      | 'may'
      | 'recommended'
      | 'unverified';
    breach: string;
    due: string | null;
    deadline:
      | (
          | {
              days: number;
              months?: number | null | undefined;
              calendar: 'calendar' | 'working';
              from: string;
              isFirstDayCounted?: boolean | undefined;
              unknown: ('not_asked' | 'not_known' | 'withheld' | 'not_recorded') | null;
              orLater?: 'conclusive-decision' | null | undefined;
            }
          | { words: string }
        )
      | null;
    source: readonly string[];
    bound: ('yes' | 'no' | 'unknown') | null;
    reservationsLookedAt?: ('yes' | 'no' | 'not-written-here') | null | undefined;
  }[];
  values: readonly {
    id: string;
    applies: { strict: 'yes' | 'no' | 'unknown'; burden: 'yes' | 'no' | 'unknown' };
    unit: 'days';
    value: number | null;
    floor: number | null;
    source: readonly string[];
    states: readonly {
      state: string;
      value: number | null;
      said: 'state' | 'nobody';
      why: ('nothing-for-state' | 'nothing-for-day' | 'no-day') | null;
      since: string | null;
      knownOn?: string | null | undefined;
      orLater?: 'conclusive-decision' | null | undefined;
      source: readonly string[];
      readLater?: { value: number; knownOn: string; source: readonly string[] } | null | undefined;
    }[];
  }[];
  findings: readonly {
    code: 'below-floor';
    rule: string;
    state: string;
    value: number;
    floor: number;
    source: readonly string[];
  }[];
  presumed: readonly {
    rule: string;
    value: 'yes' | 'no';
    cites: readonly string[];
    bound: 'yes' | 'no' | 'unknown';
    conditions: readonly string[];
  }[];
  national: readonly {
    rule: string;
    treaty: string;
    state: string | null;
    since: string | null;
    knownOn?: string | null | undefined;
    seen?:
      | readonly {
          text: string;
          from: string | null;
          until: string | null;
          asOf: string;
          undated: boolean;
          status: string;
          seenIn: string | null;
        }[]
      | undefined;
  }[];
  next: readonly { fact: string; question: string; why: string; path: readonly string[] }[];
  unverified: readonly string[];
  failed: readonly {
    rule: string;
    which: 'strict' | 'burden';
    expected: 'yes' | 'no' | 'unknown';
    found: 'yes' | 'no' | 'unknown';
    state: string | null;
  }[];
  asked: {
    facts: Readonly<
      Record<
        string,
        ('yes' | 'no' | 'not_asked' | 'not_known' | 'withheld' | 'not_recorded') | number | string
      >
    >;
    people: Readonly<
      Record<
        string,
        {
          complete: string;
          members: readonly Readonly<
            Record<
              string,
              ('yes' | 'no' | 'not_asked' | 'not_known' | 'withheld' | 'not_recorded') | number | string
            >
          >[];
        }
      >
    >;
    expect: readonly { rule: string; which: 'strict' | 'burden'; verdict: 'yes' | 'no' | 'unknown' }[];
    language: string;
  };
  byState?:
    | Readonly<
        Record<
          string,
          {
            protections?:
              | {
                  binding: readonly string[];
                  discretion?: readonly string[] | undefined;
                  notKnown: readonly string[];
                  notBinding: readonly string[];
                  noState: readonly string[];
                  proposed: readonly string[];
                  open: number;
                }
              | undefined;
            footing?:
              | Readonly<
                  Record<
                    string,
                    {
                      rests: 'binding' | 'discretion' | 'not-known' | 'not-binding' | 'no-state' | 'proposed';
                      sources: readonly {
                        instrument: string;
                        source: readonly string[];
                        standing:
                          | 'binds'
                          | 'limited'
                          | 'not-known'
                          | 'not-then'
                          | 'guidance'
                          | 'not-party'
                          | 'not-yet'
                          | 'left'
                          | 'closed'
                          | 'eu'
                          | 'other-state';
                        since: string | null;
                        asOf: string | null;
                        weak?:
                          | (
                              | 'shall'
                              | 'shall-where-appropriate'
                              | 'shall-enable'
                              | 'endeavour'
                              | 'consider'
                              | 'may'
                              | 'recommended'
                              | 'unverified'
                            )
                          | null
                          | undefined;
                      }[];
                      isCustomSaid?: boolean | undefined;
                      presumed: readonly string[];
                    }
                  >
                >
              | undefined;
            law: { hash: string; on: string | null; states: readonly string[]; reforms: readonly string[] };
            verdicts: Readonly<
              Record<string, { strict: 'yes' | 'no' | 'unknown'; burden: 'yes' | 'no' | 'unknown' }>
            >;
            duties: readonly {
              id: string;
              owed: { strict: 'yes' | 'no' | 'unknown'; burden: 'yes' | 'no' | 'unknown' };
              bearer: string;
              act: string;
              strength:
                | 'shall'
                | 'shall-where-appropriate'
                | 'shall-enable'
                | 'endeavour'
                | 'consider'
                | 'may'
                | 'recommended'
                | 'unverified';
              breach: string;
              due: string | null;
              deadline:
                | (
                    | {
                        days: number;
                        months?: number | null | undefined;
                        calendar: 'calendar' | 'working';
                        from: string;
                        isFirstDayCounted?: boolean | undefined;
                        unknown: ('not_asked' | 'not_known' | 'withheld' | 'not_recorded') | null;
                        orLater?: 'conclusive-decision' | null | undefined;
                      }
                    | { words: string }
                  )
                | null;
              source: readonly string[];
              bound: ('yes' | 'no' | 'unknown') | null;
              reservationsLookedAt?: ('yes' | 'no' | 'not-written-here') | null | undefined;
            }[];
            values: readonly {
              id: string;
              applies: { strict: 'yes' | 'no' | 'unknown'; burden: 'yes' | 'no' | 'unknown' };
              unit: 'days';
              value: number | null;
              floor: number | null;
              source: readonly string[];
              states: readonly {
                state: string;
                value: number | null;
                said: 'state' | 'nobody';
                why: ('nothing-for-state' | 'nothing-for-day' | 'no-day') | null;
                since: string | null;
                knownOn?: string | null | undefined;
                orLater?: 'conclusive-decision' | null | undefined;
                source: readonly string[];
                readLater?: { value: number; knownOn: string; source: readonly string[] } | null | undefined;
              }[];
            }[];
            findings: readonly {
              code: 'below-floor';
              rule: string;
              state: string;
              value: number;
              floor: number;
              source: readonly string[];
            }[];
            presumed: readonly {
              rule: string;
              value: 'yes' | 'no';
              cites: readonly string[];
              bound: 'yes' | 'no' | 'unknown';
              conditions: readonly string[];
            }[];
            national: readonly {
              rule: string;
              treaty: string;
              state: string | null;
              since: string | null;
              knownOn?: string | null | undefined;
              seen?:
                | readonly {
                    text: string;
                    from: string | null;
                    until: string | null;
                    asOf: string;
                    undated: boolean;
                    status: string;
                    seenIn: string | null;
                  }[]
                | undefined;
            }[];
            next: readonly { fact: string; question: string; why: string; path: readonly string[] }[];
            unverified: readonly string[];
            failed: readonly {
              rule: string;
              which: 'strict' | 'burden';
              expected: 'yes' | 'no' | 'unknown';
              found: 'yes' | 'no' | 'unknown';
              state: string | null;
            }[];
          }
        >
      >
    | undefined;
};

export type ListInstrumentsAnswer = {
  items: readonly {
    id: string;
    short: string;
    kind: 'treaty' | 'eu-act' | 'national' | 'guidance';
    state: string | null;
    name: string | null;
    adopted: string | null;
    inForce: string | null;
    articles: number;
  }[];
  next: string | null;
};

export type ListArticlesAnswer = {
  items: readonly {
    ref: string;
    instrument: string;
    anchor: string;
    title: string;
    text: string;
    strength: string | null;
    status: 'checked' | 'compared' | 'unverified';
  }[];
  next: string | null;
};

export type ListDecisionsAnswer = {
  items: readonly {
    id: string;
    title: string;
    court: string;
    citation: string;
    decided: string;
    issues: readonly string[];
    states: readonly string[];
    link: string;
    status: 'checked' | 'compared' | 'unverified';
    tested: boolean;
  }[];
  next: string | null;
};

export type ListDutiesAnswer = {
  items: readonly {
    id: string;
    label: string;
    bearer: string;
    act: string;
    strength:
      | 'shall'
      | 'shall-where-appropriate'
      | 'shall-enable'
      | 'endeavour'
      | 'consider'
      | 'may'
      | 'recommended'
      | 'unverified';
    breach: string;
    source: readonly string[];
  }[];
  next: string | null;
};

export type ListFactsAnswer = {
  items: readonly {
    id: string;
    theme: string;
    group: string | null;
    type: { kind: 'yes-no' | 'number' | 'date'; min: number | null; max: number | null };
    sensitivity: number;
    label: string;
    question: string;
    why: string;
  }[];
  next: string | null;
};

export type ListStatesAnswer = { items: readonly { code: string }[]; next: string | null };

export type ReadStateAnswer = {
  law: { hash: string };
  state: string;
  on: string;
  gaps: readonly {
    kind: 'definition' | 'number' | 'duty';
    id: string;
    under: string | null;
    bearer: string | null;
    strength: string | null;
    standing:
      | 'owed'
      | 'unlooked'
      | 'strength-open'
      | 'weak'
      | 'limited'
      | 'unknown'
      | 'not-then'
      | 'not-bound'
      | 'guidance';
    isCustomSaid: boolean;
    source: readonly { ref: string; status: string }[];
    bound: {
      verdict: 'yes' | 'no' | 'unknown';
      by: readonly {
        instrument: string;
        verdict: 'yes' | 'no' | 'unknown';
        since: string | null;
        asOf: string | null;
        saidBy: ('state' | 'list') | null;
        status: string | null;
        limited: boolean;
        consented: string | null;
        until: string | null;
        reservationsLookedAt: 'yes' | 'no' | 'not-written-here';
        closedTo: string | null;
        lastNotBound: string | null;
        reservations: readonly {
          kind: 'reservation' | 'declaration' | 'geographic-limitation' | 'denunciation';
          articles: readonly string[];
          text: string;
          from: string | null;
          until: string | null;
          goneBy: string | null;
          asOf: string;
          status: string;
          compared: { source: string; finding: string; undated: boolean } | null;
          stillStands: 'yes' | 'not-known';
        }[];
      }[];
    } | null;
    national: {
      status:
        | 'nobody-has-said'
        | 'seen-in-part'
        | 'meets'
        | 'wider'
        | 'below'
        | 'different'
        | 'not-comparable'
        | 'missing'
        | 'was-missing';
      since: string | null;
      knownOn: string | null;
      source: readonly { ref: string; status: string }[];
      gives: number | null;
      least: number | null;
      leftOut:
        | readonly {
            kind: 'fact' | 'years' | 'people';
            about: string;
            answer: string | number;
            upTo: number | null;
          }[]
        | null;
      letIn:
        | readonly {
            kind: 'fact' | 'years' | 'people';
            about: string;
            answer: string | number;
            upTo: number | null;
          }[]
        | null;
      missing: {
        text: string;
        asOf: string;
        status: string;
        compared: { source: string; finding: string; undated: boolean } | null;
      } | null;
      seen: readonly {
        of: readonly string[];
        text: string;
        divergence:
          | (
              | 'cross-border-only'
              | 'victim-categories'
              | 'purpose-limited'
              | 'means-omitted'
              | 'split-laws'
              | 'child-means-required'
              | 'movement-required'
              | 'extra-exploitation'
              | 'legacy-law-conflict'
              | 'organised-or-transnational-required'
              | 'over-intercept-adolescents'
              | 'child-labour-threshold'
              | 'dual-criminality-gap'
            )
          | null;
        source: readonly { ref: string; status: string }[];
        from: string | null;
        until: string | null;
        asOf: string;
        status: string;
        compared: { source: string; finding: string; undated: boolean } | null;
        onThatDay: 'told' | 'not-known';
      }[];
    };
    readLater: { value: number; knownOn: string; source: readonly string[] } | null;
  }[];
  forms: readonly {
    treaty: 'yes' | 'no' | 'nobody-has-said';
    states: Readonly<Record<string, 'yes' | 'no' | 'nobody-has-said'>>;
    ourReading: readonly string[];
    fact: string;
  }[];
  oneOnly: readonly string[];
  means: {
    ofAdult: readonly {
      treaty: 'yes' | 'no' | 'nobody-has-said';
      states: Readonly<Record<string, 'yes' | 'no' | 'nobody-has-said'>>;
      ourReading: readonly string[];
      fact: string;
    }[];
    childByNone: {
      treaty: 'yes' | 'no' | 'nobody-has-said';
      states: Readonly<Record<string, 'yes' | 'no' | 'nobody-has-said'>>;
      ourReading: readonly string[];
      onlyFor: Readonly<Record<string, readonly string[]>>;
    };
  };
  meansOneOnly: { ofAdult: readonly string[]; childByNone: boolean };
  beyond: readonly {
    form:
      | 'begging'
      | 'forced-crime'
      | 'forced-marriage'
      | 'illegal-adoption'
      | 'sale-of-persons'
      | 'forced-pregnancy'
      | 'tissue-removal'
      | 'research-on-a-person';
    states: Readonly<
      Record<
        string,
        {
          recognised: 'yes' | 'no' | 'nobody-has-said';
          seen: {
            of: readonly string[];
            text: string;
            divergence:
              | (
                  | 'cross-border-only'
                  | 'victim-categories'
                  | 'purpose-limited'
                  | 'means-omitted'
                  | 'split-laws'
                  | 'child-means-required'
                  | 'movement-required'
                  | 'extra-exploitation'
                  | 'legacy-law-conflict'
                  | 'organised-or-transnational-required'
                  | 'over-intercept-adolescents'
                  | 'child-labour-threshold'
                  | 'dual-criminality-gap'
                )
              | null;
            source: readonly { ref: string; status: string }[];
            from: string | null;
            until: string | null;
            asOf: string;
            status: string;
            compared: { source: string; finding: string; undated: boolean } | null;
            onThatDay: 'told' | 'not-known';
          } | null;
        }
      >
    >;
  }[];
  beyondOneOnly: readonly (
    | 'begging'
    | 'forced-crime'
    | 'forced-marriage'
    | 'illegal-adoption'
    | 'sale-of-persons'
    | 'forced-pregnancy'
    | 'tissue-removal'
    | 'research-on-a-person'
  )[];
  residence: readonly {
    option:
      | 'reflection-period'
      | 'reflection-child'
      | 'permit-personal-situation'
      | 'permit-cooperation'
      | 'permit-compensation'
      | 'permit-child'
      | 'permit-ground-untold'
      | 'long-term';
    least: { count: number; unit: 'days' | 'months' } | null;
    most: { count: number; unit: 'days' | 'months' } | null;
    cooperation: ('needed' | 'not-needed' | 'either') | null;
    text: string | null;
    since: string | null;
    asOf: string | null;
    status: string;
    source: readonly { ref: string; status: string }[];
    compared: { source: string; finding: string; undated: boolean } | null;
  }[];
  contradicting: readonly {
    of: readonly string[];
    older: { text: string; source: readonly { ref: string; status: string }[] };
    newer: { text: string; source: readonly { ref: string; status: string }[] };
    text: string;
    asOf: string;
    status: string;
    compared: { source: string; finding: string; undated: boolean } | null;
  }[];
  seen: readonly {
    of: readonly string[];
    text: string;
    divergence:
      | (
          | 'cross-border-only'
          | 'victim-categories'
          | 'purpose-limited'
          | 'means-omitted'
          | 'split-laws'
          | 'child-means-required'
          | 'movement-required'
          | 'extra-exploitation'
          | 'legacy-law-conflict'
          | 'organised-or-transnational-required'
          | 'over-intercept-adolescents'
          | 'child-labour-threshold'
          | 'dual-criminality-gap'
        )
      | null;
    source: readonly { ref: string; status: string }[];
    from: string | null;
    until: string | null;
    asOf: string;
    status: string;
    compared: { source: string; finding: string; undated: boolean } | null;
    onThatDay: 'told' | 'not-known';
  }[];
  notCounted: readonly {
    instrument: string;
    source: readonly { ref: string; status: string }[];
    reservationsLookedAt: boolean;
  }[];
  notKnown: readonly { instrument: string; source: readonly { ref: string; status: string }[] }[];
  reforms: readonly {
    id: string;
    amends: string;
    bound: {
      instrument: string;
      verdict: 'yes' | 'no' | 'unknown';
      since: string | null;
      asOf: string | null;
      saidBy: ('state' | 'list') | null;
      status: string | null;
      limited: boolean;
      consented: string | null;
      until: string | null;
      reservationsLookedAt: 'yes' | 'no' | 'not-written-here';
      closedTo: string | null;
      lastNotBound: string | null;
      reservations: readonly {
        kind: 'reservation' | 'declaration' | 'geographic-limitation' | 'denunciation';
        articles: readonly string[];
        text: string;
        from: string | null;
        until: string | null;
        goneBy: string | null;
        asOf: string;
        status: string;
        compared: { source: string; finding: string; undated: boolean } | null;
        stillStands: 'yes' | 'not-known';
      }[];
    };
  }[];
};

export type ReadSelfAnswer = {
  token: string;
  agency: string;
  worker: string;
  actions: readonly string[];
  expiresAt: string;
};

export type ListTokensAnswer = {
  items: readonly { token: string; expiresAt: string; usedAt: string | null; holds: boolean }[];
  next: string | null;
};

export type ReadTokenAnswer = { token: string; expiresAt: string; usedAt: string | null; holds: boolean };

export type EndTokenAnswer = { token: string };

export type ReadAgencyAnswer = {
  agency: string;
  code: string;
  mandates: readonly (
    | 'identification'
    | 'asylum'
    | 'immigration-enforcement'
    | 'police'
    | 'labour-inspection'
    | 'health'
    | 'legal-aid'
    | 'shelter'
    | 'child-protection'
    | 'coordination'
  )[];
  approvedLaws: readonly string[];
};

export type ListProposalsAnswer = {
  items: readonly {
    proposal: string;
    kind: 'mandate' | 'approval' | 'role' | 'provider';
    at: string;
    proposedBy: string;
  }[];
  next: string | null;
};

export type ReadJournalAnswer = {
  items: readonly { number: number; at: string; actor: string; action: string; thing: string }[];
  next: string | null;
};

export type ReadJournalHeadAnswer = { entries: number; head: string };

export type CheckJournalAnswer = {
  sound: boolean;
  entries: number | null;
  head: string | null;
  number: number | null;
  reason: string | null;
};

export type ListFilesAnswer = {
  items: readonly {
    file: string;
    openedMonth: string;
    owner: string;
    team: string | null;
    closed: boolean;
  }[];
  next: string | null;
};

export type ReadFileAnswer = {
  file: string;
  openedMonth: string;
  owner: string;
  team: string | null;
  closed: boolean;
  withdrawn: boolean;
  parts: readonly {
    part: 'identity' | 'contact' | 'narrative' | 'health' | 'asylum' | 'law-enforcement' | 'consent';
    keyId: string;
    generation: number;
    entries: number;
    version: string;
    mayRead: boolean;
    mayWrite: boolean;
  }[];
};

export type ListEntriesAnswer = {
  items: readonly { entry: string; generation: number; box: string }[];
  next: string | null;
  head: {
    part: 'identity' | 'contact' | 'narrative' | 'health' | 'asylum' | 'law-enforcement' | 'consent';
    keyId: string;
    generation: number;
    entries: number;
    version: string;
  };
};

export type AppendEntryBody = { entry: string; generation: number; box: string };

export type AppendEntryAnswer = {
  part: 'identity' | 'contact' | 'narrative' | 'health' | 'asylum' | 'law-enforcement' | 'consent';
  keyId: string;
  generation: number;
  entries: number;
  version: string;
  entry: string;
};

export type ReadEntryAnswer = { entry: string; generation: number; box: string };

export type ListWebhooksAnswer = {
  items: readonly {
    webhook: string;
    address: string | null;
    kinds: readonly (
      | 'file.made'
      | 'file.changed'
      | 'file.handed-over'
      | 'file.closed'
      | 'file.reopened'
      | 'file.withdrawn'
      | 'grant.given'
      | 'grant.ended'
    )[];
    madeAt: string;
    failingSince: string | null;
    stopped: { at: string; why: 'silent' | 'gone' | 'no-key' } | null;
  }[];
  next: string | null;
};

export type ReadWebhookAnswer = {
  webhook: string;
  address: string | null;
  kinds: readonly (
    | 'file.made'
    | 'file.changed'
    | 'file.handed-over'
    | 'file.closed'
    | 'file.reopened'
    | 'file.withdrawn'
    | 'grant.given'
    | 'grant.ended'
  )[];
  madeAt: string;
  failingSince: string | null;
  stopped: { at: string; why: 'silent' | 'gone' | 'no-key' } | null;
};

export type ListEventsAnswer = {
  items: readonly {
    event: string;
    kind:
      | 'file.made'
      | 'file.changed'
      | 'file.handed-over'
      | 'file.closed'
      | 'file.reopened'
      | 'file.withdrawn'
      | 'grant.given'
      | 'grant.ended';
    madeAt: string;
    triedAt: string;
    attempts: number;
    outcome: 'taken' | 'refused' | 'unreached' | 'too-large' | 'no-key';
  }[];
  next: string | null;
};

export type SetWebhookBody = {
  webhook: string;
  address: string;
  kinds: readonly (
    | 'file.made'
    | 'file.changed'
    | 'file.handed-over'
    | 'file.closed'
    | 'file.reopened'
    | 'file.withdrawn'
    | 'grant.given'
    | 'grant.ended'
  )[];
};

export type SetWebhookAnswer = { webhook: string; secret: string };

export type EndWebhookAnswer = { webhook: string };

export type ChangeSecretAnswer = { webhook: string; secret: string };

export type ReplayEventsBody = { since: string };

export type ReplayEventsAnswer = { webhook: string };

export type ProblemCode = Problem['code'];

/** Every operation: what it takes, and what it answers. */
export type Operations = {
  /** Every code that a refusal can have. */
  listProblems: { answer: ListProblemsAnswer };
  /** This description (OpenAPI 3.1). */
  readDescription: { answer: ReadDescriptionAnswer };
  /** Puts a case to the law. Nothing of it is kept. */
  assess: { body: AssessBody; answer: AssessAnswer };
  /** The instruments, in the order in which the law has them. */
  listInstruments: {
    query?: {
      kind?: 'treaty' | 'eu-act' | 'national' | 'guidance' | undefined;
      cursor?: string | undefined;
      limit?: string | undefined;
    };
    answer: ListInstrumentsAnswer;
  };
  /** The paragraphs of the instruments, in short words of our own. */
  listArticles: {
    query?: { instrument?: string | undefined; cursor?: string | undefined; limit?: string | undefined };
    answer: ListArticlesAnswer;
  };
  /** The judgments, the youngest first. */
  listDecisions: {
    query?: { state?: string | undefined; cursor?: string | undefined; limit?: string | undefined };
    answer: ListDecisionsAnswer;
  };
  /** Who owes what, by the law. */
  listDuties: {
    query?: {
      strength?:
        | 'shall'
        | 'shall-where-appropriate'
        | 'shall-enable'
        | 'endeavour'
        | 'consider'
        | 'may'
        | 'recommended'
        | 'unverified'
        | undefined;
      cursor?: string | undefined;
      limit?: string | undefined;
    };
    answer: ListDutiesAnswer;
  };
  /** Every question that the law asks: what the facts of a case may be, and which answers they take. */
  listFacts: {
    query?: { theme?: string | undefined; cursor?: string | undefined; limit?: string | undefined };
    answer: ListFactsAnswer;
  };
  /** The States of which the law says something. */
  listStates: {
    query?: { cursor?: string | undefined; limit?: string | undefined };
    answer: ListStatesAnswer;
  };
  /** What a State owes, and what its own law does with it, on a day. */
  readState: { params: { code: string }; query?: { on?: string | undefined }; answer: ReadStateAnswer };
  /** For whom this token acts, what it was made for, and until when it is good. */
  readSelf: { answer: ReadSelfAnswer };
  /** The tokens of the same worker. What they are for is sealed to the worker, and stands on their page. */
  listTokens: { answer: ListTokensAnswer };
  /** A token of the same worker. */
  readToken: { params: { token: string }; answer: ReadTokenAnswer };
  /** Ends a token of the same worker, from the next request on. It may be this one. */
  endToken: { params: { token: string }; answer: EndTokenAnswer };
  /** The agency. Its name is sealed; its code is what stands in sign-in names. */
  readAgency: { answer: ReadAgencyAnswer };
  /** What waits for a second person, of one kind. What is proposed is sealed. */
  listProposals: {
    query?: { kind?: 'mandate' | 'approval' | 'role' | 'provider' | undefined };
    answer: ListProposalsAnswer;
  };
  /** The journal, the newest first, fifty at a time. Each look is an entry itself. */
  readJournal: {
    query?: {
      action?:
        | 'public.read'
        | 'public.assess'
        | 'law.read'
        | 'law.assess'
        | 'development.style'
        | 'node.start'
        | 'node.serve'
        | 'node.doctor'
        | 'node.backup'
        | 'node.restore'
        | 'node.upgrade'
        | 'agency.found'
        | 'invitation.accept'
        | 'directory.answer'
        | 'session.begin'
        | 'recovery.ask'
        | 'custody.make'
        | 'custody.open'
        | 'session.read'
        | 'session.end'
        | 'self.read'
        | 'self.change'
        | 'self.add-factor'
        | 'self.remove-factor'
        | 'self.rotate-keys'
        | 'self.report-lost'
        | 'self.name-deputy'
        | 'recovery.read'
        | 'recovery.arrange'
        | 'recovery.give'
        | 'token.read'
        | 'token.make'
        | 'token.revoke'
        | 'webhook.read'
        | 'webhook.write'
        | 'desk.read'
        | 'agency.read'
        | 'worker.read'
        | 'team.read'
        | 'role.read'
        | 'mandate.read'
        | 'approval.read'
        | 'provider.read'
        | 'keeping.read'
        | 'export.give'
        | 'leaflet.compose'
        | 'agency.change'
        | 'invitation.read'
        | 'invitation.make'
        | 'invitation.withdraw'
        | 'worker.admit'
        | 'worker.change-roles'
        | 'worker.sign-out'
        | 'worker.leave'
        | 'team.make'
        | 'team.change'
        | 'role.propose'
        | 'role.narrow'
        | 'mandate.propose'
        | 'provider.propose'
        | 'keys.read'
        | 'keys.rotate'
        | 'keys.drill'
        | 'recovery.change'
        | 'alarm.channel'
        | 'job.read'
        | 'journal.read'
        | 'journal.verify'
        | 'journal.anchor'
        | 'worker.confirm'
        | 'team.name-deputy'
        | 'role.confirm'
        | 'mandate.confirm'
        | 'provider.confirm'
        | 'approval.propose'
        | 'approval.confirm'
        | 'keeping.propose'
        | 'keeping.confirm'
        | 'alarm.read'
        | 'alarm.settle'
        | 'demand.read'
        | 'demand.register'
        | 'demand.confirm'
        | 'glass.read'
        | 'glass.confirm'
        | 'file.list'
        | 'file.make'
        | 'file.open'
        | 'file.history'
        | 'file.name'
        | 'file.unname'
        | 'file.hand-over'
        | 'file.recuse'
        | 'file.exclude'
        | 'file.exclude-confirm'
        | 'file.include-propose'
        | 'file.include-confirm'
        | 'file.withdraw'
        | 'file.close'
        | 'file.reopen-propose'
        | 'file.reopen-confirm'
        | 'file.hold-propose'
        | 'file.hold-confirm'
        | 'file.release-propose'
        | 'file.release-confirm'
        | 'file.erase-propose'
        | 'file.erase-confirm'
        | 'file.send'
        | 'file.reveal.identity'
        | 'file.reveal.contact'
        | 'file.reveal.narrative'
        | 'file.reveal.health'
        | 'file.reveal.asylum'
        | 'file.reveal.law-enforcement'
        | 'file.write.identity'
        | 'file.write.contact'
        | 'file.write.narrative'
        | 'file.write.health'
        | 'file.write.asylum'
        | 'file.write.law-enforcement'
        | 'grant.read'
        | 'grant.write'
        | 'grant.end'
        | 'glass.ask'
        | 'glass.seal'
        | 'population.read'
        | 'population.add'
        | 'population.erase'
        | 'directory.read'
        | 'directory.propose'
        | 'directory.confirm'
        | 'directory.hide'
        | 'directory.link'
        | 'alarm.raise'
        | 'desk.refused'
        | 'file.erased-again'
        | 'file.tried'
        | 'glass.by-two'
        | 'glass.end'
        | 'keys.agency-renewed'
        | 'keys.codes-renewed'
        | 'keys.confirmed'
        | 'keys.given-back'
        | 'keys.names-hashed'
        | 'keys.names-renewed'
        | 'keys.part-renewed'
        | 'keys.roster-confirmed'
        | 'keys.roster-prepared'
        | 'keys.roster-renewed'
        | 'keys.roster-taken-back'
        | 'keys.unsound'
        | 'keys.withdrawn'
        | 'passkey.copied'
        | 'token.use'
        | 'statement.write'
        | 'webhook.stopped'
        | 'worker.misheard'
        | undefined;
      day?: string | undefined;
      worker?: string | undefined;
      file?: string | undefined;
      cursor?: string | undefined;
    };
    answer: ReadJournalAnswer;
  };
  /** How many entries there are, and the hash of the last: to be kept elsewhere. */
  readJournalHead: { answer: ReadJournalHeadAnswer };
  /** Walks the whole journal of the agency and computes every hash again. */
  checkJournal: { answer: CheckJournalAnswer };
  /** The files that the worker may see, the newest month first. */
  listFiles: {
    query?: { closed?: 'yes' | 'no' | undefined; cursor?: string | undefined; limit?: string | undefined };
    answer: ListFilesAnswer;
  };
  /** A file, and how far the parts have got that the worker may read or write. */
  readFile: { params: { file: string }; answer: ReadFileAnswer };
  /** The entries of a part, sealed as they stand, in no order that tells anything. */
  listEntries: {
    params: {
      file: string;
      part: 'identity' | 'contact' | 'narrative' | 'health' | 'asylum' | 'law-enforcement' | 'consent';
    };
    query?: { cursor?: string | undefined; limit?: string | undefined };
    answer: ListEntriesAnswer;
  };
  /** Writes an entry that you sealed behind the others of its part. */
  appendEntry: {
    params: {
      file: string;
      part: 'identity' | 'contact' | 'narrative' | 'health' | 'asylum' | 'law-enforcement';
    };
    body: AppendEntryBody;
    ifMatch: string;
    answer: AppendEntryAnswer;
  };
  /** One entry, sealed as it stands. */
  readEntry: {
    params: {
      file: string;
      part: 'identity' | 'contact' | 'narrative' | 'health' | 'asylum' | 'law-enforcement' | 'consent';
      entry: string;
    };
    answer: ReadEntryAnswer;
  };
  /** The addresses that this token set. */
  listWebhooks: { answer: ListWebhooksAnswer };
  /** Sets an address that is told of what happens from now on; 5 a token. It ends with the token. */
  setWebhook: { body: SetWebhookBody; answer: SetWebhookAnswer };
  /** An address that this token set, and whether it takes what it is sent. */
  readWebhook: { params: { webhook: string }; answer: ReadWebhookAnswer };
  /** Takes an address away, with what was on its way to it. */
  endWebhook: { params: { webhook: string }; answer: EndWebhookAnswer };
  /** The last hundred events that were sent to an address within seven days, and what it answered. */
  listEvents: { params: { webhook: string }; answer: ListEventsAnswer };
  /** Gives an address another secret. For 24 hours both sign. */
  changeSecret: { params: { webhook: string }; answer: ChangeSecretAnswer };
  /** Sends anew what was put on its way since a moment of the last seven days, each event under its own id, and takes up an address that was stopped. */
  replayEvents: { params: { webhook: string }; body: ReplayEventsBody; answer: ReplayEventsAnswer };
};

/** How each is asked. */
export const OPERATIONS = {
  listProblems: { method: 'get', path: '/api/problems', once: false },
  readDescription: { method: 'get', path: '/api/openapi.json', once: false },
  assess: { method: 'post', path: '/api/assess', once: false },
  listInstruments: { method: 'get', path: '/api/law/instruments', once: false },
  listArticles: { method: 'get', path: '/api/law/articles', once: false },
  listDecisions: { method: 'get', path: '/api/law/decisions', once: false },
  listDuties: { method: 'get', path: '/api/law/duties', once: false },
  listFacts: { method: 'get', path: '/api/law/facts', once: false },
  listStates: { method: 'get', path: '/api/law/states', once: false },
  readState: { method: 'get', path: '/api/law/states/{code}', once: false },
  readSelf: { method: 'get', path: '/api/desk/self', once: false },
  listTokens: { method: 'get', path: '/api/desk/tokens', once: false },
  readToken: { method: 'get', path: '/api/desk/tokens/{token}', once: false },
  endToken: { method: 'delete', path: '/api/desk/tokens/{token}', once: false },
  readAgency: { method: 'get', path: '/api/desk/agency', once: false },
  listProposals: { method: 'get', path: '/api/desk/proposals', once: false },
  readJournal: { method: 'get', path: '/api/desk/journal', once: false },
  readJournalHead: { method: 'get', path: '/api/desk/journal/head', once: false },
  checkJournal: { method: 'post', path: '/api/desk/journal/check', once: false },
  listFiles: { method: 'get', path: '/api/desk/files', once: false },
  readFile: { method: 'get', path: '/api/desk/files/{file}', once: false },
  listEntries: { method: 'get', path: '/api/desk/files/{file}/parts/{part}/entries', once: false },
  appendEntry: { method: 'post', path: '/api/desk/files/{file}/parts/{part}/entries', once: true },
  readEntry: { method: 'get', path: '/api/desk/files/{file}/parts/{part}/entries/{entry}', once: false },
  listWebhooks: { method: 'get', path: '/api/desk/webhooks', once: false },
  setWebhook: { method: 'post', path: '/api/desk/webhooks', once: true },
  readWebhook: { method: 'get', path: '/api/desk/webhooks/{webhook}', once: false },
  endWebhook: { method: 'delete', path: '/api/desk/webhooks/{webhook}', once: false },
  listEvents: { method: 'get', path: '/api/desk/webhooks/{webhook}/events', once: false },
  changeSecret: { method: 'post', path: '/api/desk/webhooks/{webhook}/secret', once: true },
  replayEvents: { method: 'post', path: '/api/desk/webhooks/{webhook}/replay', once: false },
} as const satisfies Record<keyof Operations, { method: string; path: string; once: boolean }>;
