import { describe, expect, test } from 'vitest';
import { loadLaw } from './index.ts';

/** On what each of these rules and duties rests: a copy that does not move with the law, so that a source that is moved is seen. */
const CITES = `
protection.asylum-access: ecat#14.5 ecat#40.4 eu-trafficking-directive#11a
child.victim: eu-trafficking-directive#13.1
best-interests.assessment: unhcr-best-interests-procedure#assessment
best-interests.determination: unhcr-best-interests-procedure#determination
child.now: palermo#3.d
child.alone: child-convention#20.1
child.age-in-doubt: ecat#10.3 eu-trafficking-directive#13.2
guardian.victim: ecat#10.4.a
guardian.conflict: eu-trafficking-directive#14.2
guardian.applicant: eu-asylum-procedure-regulation#23.2.b
protection.guardian: ecat#10.4.a eu-trafficking-directive#14.2 eu-trafficking-directive#16.3 eu-asylum-procedure-regulation#23.2.b child-committee-comment-6#33-38
child.tracing: ecat#10.4.c
child.tracing-refugee: child-convention#22.2 child-convention#3.1
child.seeks-asylum: child-convention#22.1
protection.exploited: civil-rights-covenant#8 human-rights-convention#4.prohibition american-convention#6.1 american-convention#6.2 african-charter#5 forced-labour-protocol#3 supplementary-slavery-convention#1 child-convention#36 worst-child-labour-convention#7.2.b child-sale-protocol#9.3
forced-labour: forced-labour-convention#2.1
non-punishment.victim: ecat#26
non-punishment.direct: eu-trafficking-directive#8
non-punishment.forced-labour: forced-labour-protocol#4.2
non-punishment.entry: refugee-convention#31.1 refugee-protocol#1.1
non-punishment.forbidden: refugee-convention#31.1 refugee-protocol#1.1
non-punishment.principle: ohchr-principles#7
protection.non-punishment: ecat#26 eu-trafficking-directive#8 forced-labour-protocol#4.2 refugee-convention#31.1 refugee-protocol#1.1
protection.reasonable-grounds: ecat#10.2
protection.victim: ecat#4.e ecat#10.2
protection.palermo: palermo#4
protection.no-removal: ecat#10.2
protection.reflection: ecat#13.1
protection.assistance: ecat#10.2 ecat#12.1 ecat#13.2
protection.assistance-resident: ecat#12.3 ecat#12.4
refugee.outside-country: refugee-convention#1.a.2
refugee.other-nationality: refugee-convention#1.a.2
refugee.well-founded-fear: refugee-convention#1.a.2
refugee.persecution: refugee-convention#1.a.2
refugee.ground.social-group: refugee-convention#1.a.2 unhcr-guidelines-7#37-39
refugee.ground: refugee-convention#1.a.2 unhcr-guidelines-7#33-40
refugee.link: refugee-convention#1.a.2 unhcr-guidelines-7#29-32
refugee.no-state-protection.there: refugee-convention#1.a.2 unhcr-guidelines-7#21-24
refugee.no-state-protection: refugee-convention#1.a.2
refugee.relocation: refugee-convention#1.a.2
refugee.exclusion.crime: refugee-convention#1.f.a refugee-convention#1.f.b refugee-convention#1.f.c
refugee.exclusion: refugee-convention#1.d refugee-convention#1.e refugee-convention#1.f.a refugee-convention#1.f.b refugee-convention#1.f.c
refugee.status: refugee-convention#1.a.2 refugee-protocol#1.2
protection.residence: ecat#14.1 ecat#14.2
return.serious-crime: refugee-convention#33.2
return.refugee: refugee-convention#33.1 refugee-protocol#1.1
return.torture-there: torture-convention#3.1 torture-convention#1.1
return.ill-treatment-there: human-rights-convention#3 civil-rights-covenant#7
return.child: ecat#16.7
return.child-considered: child-committee-comment-6#84 child-convention#3.1
return.not-yet: ecat#10.2 ecat#13.1
return.barred: refugee-convention#33.1 refugee-protocol#1.1 torture-convention#3.1 human-rights-convention#3 civil-rights-covenant#7 ecat#16.7 ecat#10.2 ecat#13.1
return.unsafe: odihr-return-principles#risks
return.of-victim: ecat#16.2 odihr-return-principles#risks
return.of-victim-palermo: palermo#8.2
return.needs-other-way: odihr-return-principles#no-option
return.with-open-case: ohchr-principles#9 ecat#16.2
return.lawful-refugee: refugee-convention#32.2 refugee-protocol#1.1
return.lawful-alien: civil-rights-covenant#13
return.transfer: greta-guidance-note#transfer
return.transfer-of-child: eu-asylum-management-regulation#23.1-2
slavery: slavery-convention#1.1
trafficking.act: palermo#3.a
trafficking.means: palermo#3.a
trafficking.purpose: palermo#3.a
trafficking.victim: palermo#3.a ecat#4.e
duty.asylum-open: ecat#14.5 ecat#40.4
duty.asylum-open-palermo: palermo#14.1
duty.asylum-open-eu: eu-trafficking-directive#11a
duty.asylum-information-eu: eu-trafficking-directive#11.6
duty.merits-apart: unhcr-guidelines-7#50
duty.asylum-parallel: greta-guidance-note#asylum
duty.best-interests: child-convention#3.1
duty.child-heard: child-convention#12.1
duty.best-interests-eu: eu-trafficking-directive#13.1
duty.best-interests-assessment: unhcr-best-interests-procedure#assessment
duty.best-interests-determination: unhcr-best-interests-procedure#determination unhcr-best-interests-procedure#timing
duty.care-for-child-alone: child-convention#20.1 child-convention#20.2
duty.presume-child: ecat#10.3 eu-trafficking-directive#13.2
duty.age-assessment: child-committee-comment-6#31
duty.guardian: ecat#10.4.a
duty.guardian-eu: eu-trafficking-directive#16.3
duty.guardian-conflict: eu-trafficking-directive#14.2
duty.provisional-representative: eu-asylum-procedure-regulation#23.2.a
duty.representative: eu-asylum-procedure-regulation#23.2.b
duty.guardian-recommended: child-committee-comment-6#33-38
duty.child-identity: ecat#10.4.b
duty.family-tracing: ecat#10.4.c
duty.family-tracing-refugee: child-convention#22.2
duty.child-applicant: child-convention#22.1
duty.forced-labour-protection: forced-labour-protocol#3 forced-labour-protocol#1.1
duty.forced-labour-remedies: forced-labour-protocol#4.1
duty.forced-labour-punishment: forced-labour-convention#25
duty.protection-human-rights: human-rights-convention#4.prohibition
duty.investigation-human-rights: human-rights-convention#4.investigation
duty.protection-covenant: civil-rights-covenant#8
duty.abolish-practices: supplementary-slavery-convention#1
duty.child-exploitation: child-convention#36 child-convention#19.1
duty.child-recovery: child-convention#39
duty.child-work: child-convention#32.2
duty.child-sexual: child-convention#34
duty.child-traffic: child-convention#35
duty.compensation: ecat#15.3 ecat#15.4
duty.legal-aid: ecat#15.2
duty.lost-earnings: human-rights-convention#4.compensation
duty.compensation-eu: eu-trafficking-directive#17
duty.compensation-palermo: palermo#6.6
duty.compensation-organized-crime: organized-crime-convention#25.2
duty.refer: ecat#10.1 human-rights-convention#4.prohibition
duty.refer-eu: eu-trafficking-directive#11.4
duty.investigate: human-rights-convention#4.investigation ecat#27.1
duty.non-punishment: ecat#26
duty.non-punishment-eu: eu-trafficking-directive#8
duty.non-punishment-forced-labour: forced-labour-protocol#4.2
duty.no-penalty: refugee-convention#31.1 refugee-protocol#1.1
duty.non-punishment-principle: ohchr-principles#7
duty.non-punishment-asean: asean-convention#14.7
duty.assess-before-charge: human-rights-convention#4.identification
duty.information: ecat#15.1 ecat#12.1
duty.information-palermo: palermo#6.2
duty.interpreter: ecat#12.1
duty.interview-setting: unhcr-guidelines-7#45-49
duty.confidentiality: ecat#11.1
duty.confidentiality-palermo: palermo#6.1
duty.child-identity-secret: ecat#11.2
duty.no-detention: ohchr-principles#7
duty.no-detention-asean: asean-convention#14.8
duty.no-arbitrary-detention: civil-rights-covenant#9.1
duty.detention-court: civil-rights-covenant#9.4
duty.child-detention: child-convention#37.b
duty.refugee-movement: refugee-convention#31.2 refugee-protocol#1.1
duty.safety: ecat#28.1
duty.witness-safety: organized-crime-convention#24.1
duty.stateless-papers: statelessness-convention#27
duty.refugee-papers: refugee-convention#27 refugee-protocol#1.1
duty.nationality-help: unhcr-guidelines-7#41-44
duty.reception-needs: eu-reception-directive#25.1 eu-reception-directive#24.h eu-asylum-procedure-regulation#20
duty.screening: eu-screening-regulation#8.3
duty.screening-after-stay: eu-screening-regulation#8.3
duty.vulnerability-check: eu-screening-regulation#12.3
duty.minor-screening: eu-screening-regulation#13
duty.no-removal: ecat#10.2
duty.reflection: ecat#13.1
duty.reflection-eu: eu-residence-permit-directive#6.1 eu-residence-permit-directive#6.2
duty.assistance: ecat#12.1 ecat#10.2 ecat#13.2
duty.assistance-consent: ecat#12.7
duty.assistance-eu: eu-trafficking-directive#11.1 eu-trafficking-directive#11.2 eu-trafficking-directive#11.3
duty.assistance-palermo: palermo#6.3
duty.special-needs-palermo: palermo#6.4
duty.safety-palermo: palermo#6.5
duty.assistance-organized-crime: organized-crime-convention#25.1
duty.assistance-resident: ecat#12.3
duty.work-and-training: ecat#12.4
duty.residence: ecat#14.1
duty.residence-child: ecat#14.2
duty.residence-eu: eu-residence-permit-directive#8.1 eu-residence-permit-directive#8.3
duty.residence-palermo: palermo#7.1
duty.residence-palermo-weigh: palermo#7.2
duty.residence-asean: asean-convention#14.4
duty.earlier-permit: ecat#14.4
duty.no-refoulement: refugee-convention#33.1 refugee-protocol#1.1
duty.no-return-to-torture: torture-convention#3.1
duty.no-return-to-ill-treatment: human-rights-convention#3
duty.no-return-to-ill-treatment-covenant: civil-rights-covenant#7
duty.no-return-of-child: ecat#16.7
duty.child-return-assessment: child-committee-comment-6#84
duty.return-risk-assessment: odihr-return-principles#risks
duty.return-due-process: odihr-return-principles#due-process
duty.return-due-regard: ecat#16.2
duty.return-due-regard-palermo: palermo#8.2
duty.protect-otherwise: odihr-return-principles#no-option ohchr-principles#11
duty.stay-for-proceedings: ohchr-principles#9
duty.expulsion-refugee: refugee-convention#32.2 refugee-protocol#1.1
duty.expulsion-covenant: civil-rights-covenant#13
duty.transfer-risk: greta-guidance-note#transfer
duty.transfer-of-child: eu-asylum-management-regulation#23.1-2
fallback.africa: oau-refugee-convention#1.2
fallback.africa-return: oau-refugee-convention#1.1 oau-refugee-convention#1.2 oau-refugee-convention#5.1
fallback.americas: cartagena-declaration#3.3
fallback.serious-harm: eu-qualification-regulation#15
fallback.any: oau-refugee-convention#1.2 cartagena-declaration#3.3 eu-qualification-regulation#15 ecat#14.1
procedure.helpers-threatened: ecat#28.4
refugee.cessation.changed: refugee-convention#1.c.5-6
refugee.compelling-reasons: unhcr-guidelines-7#16
refugee.cessation: refugee-convention#1.c.1-4 refugee-convention#1.c.5-6
refugee.situation.abroad: unhcr-guidelines-7#13
refugee.situation.at-home: unhcr-guidelines-7#13
refugee.situation.fears-it: unhcr-guidelines-7#13
asylum.victim: ecat#4.e
asylum.victim-in-danger: odihr-return-principles#risks
return.shown-safe: odihr-return-principles#risks
return.not-shown-safe: odihr-return-principles#risks odihr-return-principles#lasting
return.transfer-in-recovery: eu-residence-permit-directive#6.2
solution.with-children: refugee-risk-article#care
solution.voluntary: icat-refugee-brief#repatriation ecat#16.2
solution.return: icat-refugee-brief#repatriation
solution.integration: icat-refugee-brief#integration
solution.third-country: icat-refugee-brief#third-country
resettlement.precondition: unhcr-resettlement-handbook#preconditions
resettlement.categories: unhcr-resettlement-handbook#categories
resettlement.submission: unhcr-resettlement-handbook#preconditions unhcr-resettlement-handbook#categories
resettlement.emergency: unhcr-resettlement-handbook#priority
duty.fallback.no-return-africa: oau-refugee-convention#5.1
duty.fallback.no-refoulement-africa: oau-refugee-convention#2.3
duty.firewall: ecri-recommendation-16#firewalls joint-comment-3-22#firewall
duty.safety-of-helpers: ecat#28.4
duty.no-return-unless-safe: odihr-return-principles#risks
duty.return-monitoring: odihr-return-principles#monitoring odihr-return-principles#remedies
duty.no-transfer-in-recovery: eu-residence-permit-directive#6.2
duty.solution.trafficking-risk: refugee-risk-article#solutions
duty.solution.care: refugee-risk-article#care
duty.solution.return-only-if-chosen: icat-refugee-brief#repatriation
duty.solution.integration: icat-refugee-brief#integration
duty.solution.third-country: icat-refugee-brief#third-country
duty.solution.resettlement: unhcr-resettlement-handbook#categories
duty.solution.resettlement-emergency: unhcr-resettlement-handbook#priority
duty.solution.not-a-refugee: unhcr-trafficking-presentation#not-refugees
child-sale.done: child-sale-protocol#2.a child-sale-protocol#2.b child-sale-protocol#3.1
child-sale.victim: child-sale-protocol#2.a child-sale-protocol#2.b child-sale-protocol#3.1
child-sale.age-in-doubt: child-sale-protocol#8.2
worst-labour.child: worst-child-labour-convention#2 worst-child-labour-convention#3.a worst-child-labour-convention#3.b
exploitation.traffic-or-prostitution: women-convention#6
duty.child-sale-crime: child-sale-protocol#1 child-sale-protocol#3.1
duty.child-sale-proceedings: child-sale-protocol#8.1.a child-sale-protocol#8.1.b child-sale-protocol#8.1.d child-sale-protocol#8.1.g
duty.child-sale-heard: child-sale-protocol#8.1.c
duty.child-sale-safety: child-sale-protocol#8.1.e child-sale-protocol#8.1.f
duty.child-sale-best-interests: child-sale-protocol#8.3
duty.child-sale-recovery: child-sale-protocol#9.3
duty.child-sale-compensation: child-sale-protocol#9.4
duty.child-sale-age: child-sale-protocol#8.2
duty.worst-labour-end: worst-child-labour-convention#1 worst-child-labour-convention#7.1
duty.worst-labour-removal: worst-child-labour-convention#7.2.b
duty.worst-labour-school: worst-child-labour-convention#7.2.c
duty.minimum-age: minimum-age-convention#2.1 minimum-age-convention#2.3 minimum-age-convention#3.1
duty.traffic-in-women: women-convention#6
duty.status-kept: unhcr-guidelines-7#16
duty.refer-eu-borders: eu-trafficking-directive#11.4.referral
duty.non-punishment-eu-unlawful: eu-trafficking-directive#8.unlawful
duty.assistance-eu-specialised: eu-trafficking-directive#11.1.specialised
duty.views-organized-crime: organized-crime-convention#25.3
duty.child-health: child-convention#24.2
duty.child-health-access: child-convention#24.1
duty.child-education: child-convention#28.1
duty.identify-asean: asean-convention#14.1
duty.identification-respected-asean: asean-convention#14.2
duty.safety-asean: asean-convention#14.5
duty.confidentiality-asean: asean-convention#14.6`;

/** What a rule or a duty must never read, and which paragraph says so. */
const NEVER_READS = `
protection.best-interests: consent=palermo#3.b ground.religion=ecat#3 ground.nationality=ecat#3 group.women=ecat#3 entry.irregular=ecat#3
protection.asylum-access: consent=palermo#3.b testimony=unhcr-guidelines-7#50 stay.cooperates=unhcr-guidelines-7#50 fear.return=ecat#14.5 entry.irregular=ecat#3 ground.religion=ecat#3 ground.nationality=ecat#3 group.women=ecat#3
best-interests.assessment: consent=palermo#3.b ground.religion=ecat#3 ground.nationality=ecat#3 group.women=ecat#3 entry.irregular=ecat#3
best-interests.determination: consent=palermo#3.b testimony=ecat#12.6 ground.religion=ecat#3 ground.nationality=ecat#3 group.women=ecat#3 entry.irregular=ecat#3
protection.guardian: consent=palermo#3.b testimony=ecat#12.6 ground.religion=ecat#3 ground.nationality=ecat#3 group.women=ecat#3 entry.irregular=ecat#3
exploitation.forced-labour: entry.irregular=forced-labour-protocol#4.1
protection.exploited: consent=palermo#3.b testimony=ecat#12.6 entry.irregular=forced-labour-protocol#4.1 ground.religion=ecat#3 ground.nationality=ecat#3 group.women=ecat#3
identification.suspicion: consent=palermo#3.b testimony=ecat#27.1
protection.non-punishment: consent=palermo#3.b testimony=unhcr-guidelines-7#50
protection.victim: consent=palermo#3.b
protection.reflection: consent=palermo#3.b testimony=ecat#13.1
protection.assistance: testimony=ecat#12.6,eu-trafficking-directive#11.3 stay.cooperates=eu-trafficking-directive#11.3 consent=palermo#3.b ground.religion=ecat#3 ground.nationality=ecat#3 group.women=ecat#3 entry.irregular=ecat#3
protection.assistance-resident: testimony=ecat#12.6
refugee.status: consent=palermo#3.b testimony=unhcr-guidelines-7#50
residence.personal: consent=palermo#3.b testimony=ecat#14.1.a stay.cooperates=ecat#14.1.a stay.for-proceedings=ecat#14.1.a
protection.residence: consent=palermo#3.b testimony=ecat#14.1.a ground.religion=ecat#3 ground.nationality=ecat#3 group.women=ecat#3 entry.irregular=ecat#3
return.barred: consent=palermo#3.b testimony=unhcr-guidelines-7#50 entry.irregular=ecat#3
slavery: consent=slavery-convention#1.1
trafficking.victim: consent=palermo#3.b
duty.assistance: testimony=ecat#12.6
duty.assistance-eu: testimony=eu-trafficking-directive#11.3
fallback.africa: consent=palermo#3.b ground.religion=ecat#3 ground.nationality=ecat#3 group.women=ecat#3 entry.irregular=ecat#3
fallback.any: consent=palermo#3.b testimony=ecat#14.1.a ground.religion=ecat#3 ground.nationality=ecat#3 group.women=ecat#3 entry.irregular=ecat#3
refugee.cessation: testimony=unhcr-guidelines-7#50
solution.return: testimony=ecat#12.6
solution.third-country: testimony=unhcr-trafficking-presentation#unconditional`;

/** What was found where a paragraph was held against its source; none where nobody did. */
const FINDINGS = `
ecat confirmed: 2 4.a 4.b 4.c 4.d 4.e 5.1 5.2 5.3 5.4 5.5 5.6 10.1 10.2 10.3 12.1 12.2 12.5 12.6 12.7 13.1 13.2 13.3 14.1 14.1.a 14.1.b 14.3 14.4 14.5 16.1 16.2 16.3 16.4 16.6 16.7 26 27.1 29.4 40.1 40.4
ecat seen: 3 27.2 27.3 29.1 29.2
ecat corrected: 10.4.a 10.4.b 10.4.c 11.1 11.2 11.3 12.3 12.4 14.2 15.1 15.2 15.3 15.4 16.5 16.5.reintegration 28.1 28.2 28.3 28.4 28.5
asean-convention seen: 14.1 14.2 14.3 14.4 14.5 14.6 14.7
asean-convention partly: 14.8
child-committee-comment-6 partly: 31 33-38
child-committee-comment-6 none: 84
civil-rights-covenant confirmed: 2.1 2.3 7 8 9.1 9.4 12.1 12.2 12.4 13 24.1 24.2-3 26
torture-convention confirmed: 1.1 2.2 3.1 3.2 13 14.1 16.1
eu-asylum-management-regulation confirmed: 23.1-2
eu-asylum-procedure-regulation partly: 20 21
eu-asylum-procedure-regulation confirmed: 23.2.a 23.2.b
eu-reception-directive seen: 24.h
eu-reception-directive corrected: 25.1
eu-reception-directive partly: 27.1.b
eu-residence-permit-directive corrected: 3.2-3
eu-residence-permit-directive confirmed: 5 6.1 6.2 6.3 6.4 7.1 7.2 7.3 7.4 8.1 8.3
eu-residence-permit-directive partly: 13 14
eu-screening-regulation confirmed: 8.3 8.trafficking 11.1.b 13 17.1.e 17.2.d
eu-screening-regulation none: 8.4
eu-screening-regulation seen: 12.3
eu-trafficking-directive seen: 2.1
eu-trafficking-directive partly: 2.2 11.4 11.5 11a 16.3
eu-trafficking-directive confirmed: 2.3 2.3.added 11.2 11.3 11.4.referral 13.1 13.2 13.3 14.3
eu-trafficking-directive corrected: 2.5 2.5.surrogacy 8 8.unlawful 11.1 11.1.specialised 14.1 14.2 17 17.victims-fund 19.1 19.2 19.3
eu-trafficking-directive none: 2.4 11.6 11.7 12 15
forced-labour-convention confirmed: 1.1 2.1 2.2.a 2.2.b 2.2.c 2.2.d 2.2.e 25
forced-labour-protocol confirmed: 1.1 1.2 1.3 2 3 4.1 5
forced-labour-protocol corrected: 4.2
greta-guidance-note partly: asylum
greta-guidance-note confirmed: transfer
human-rights-convention seen: 3 4.prohibition 4.investigation 4.identification 4.compensation
odihr-return-principles partly: risks due-process children lasting remedies monitoring
odihr-return-principles seen: no-option
ohchr-principles partly: guideline-2.identification guideline-6.care 8 9 10 11
ohchr-principles none: guideline-2.7 guideline-6.7
ohchr-principles seen: 7
organized-crime-convention confirmed: 24.1 25.1 25.2 25.3 34.2
palermo confirmed: 1.2-3 2 3.a 3.b 3.c 3.d 5.1 5.2 6.1 6.2 6.3 6.4 6.5 6.6 7.1 7.2 8.1 8.2 8.3-4 9.1 9.2 9.3 9.4 9.5 10.2 11.1 11.2-4 11.5-6 14.1 14.2 18.1 18.3-5
palermo corrected: 4
refugee-convention confirmed: 1.a.2 1.c.1-4 1.d 1.e 1.f.a 1.f.b 1.f.c 3 16.1 16.2 31.1 31.2 32.2 32.3 33.1 33.2 34 45.1-2
refugee-convention corrected: 1.c.5-6 17.1 17.2 17.3 21 22.1 22.2 23 24.1 26 27 28.1
refugee-protocol confirmed: 1.1 1.2 1.3
child-convention confirmed: 2.1 3.1 6.2 7.1 7.2 12.1 12.2 19.1 19.2 20.1 20.2 22.2.without-family 24.1 24.2 28.1 33 34 35 36 37.a 37.b 37.c 37.d 38.2-3 38.4 39
child-convention corrected: 22.1 22.2 32.1 32.2
slavery-convention confirmed: 1.1 1.2 2 5 6
statelessness-convention confirmed: 1.1 1.2 16.1 27 28 31.1 31.2
statelessness-convention corrected: 32
supplementary-slavery-convention corrected: 1
supplementary-slavery-convention confirmed: 1.a 1.b 1.c 1.d 2 3.1 4 6.1 6.2
unhcr-best-interests-procedure partly: assessment determination
unhcr-best-interests-procedure none: timing
women-convention confirmed: 1 2.c 2.e 6 9.1 9.2 12.1 12.2 16.1.b 16.2
women-committee-recommendation-38 seen: summary
women-committee-recommendation-38 partly: 38 39 40 42 43
forced-labour-abolition-convention confirmed: 1.a 1.b 1.c 1.d 1.e 2
minimum-age-convention confirmed: 1 2.1 3.3 7.1
minimum-age-convention corrected: 2.3 2.4 3.1
worst-child-labour-convention confirmed: 1 2 3.a 3.b 3.c 3.d 7.1 7.2.a 7.2.b 7.2.c 7.2.d 7.2.e 8
domestic-workers-convention confirmed: 1 3.2.b 5 7 8.1 8.4 9.a 9.b 9.c 15.1.b 15.1.c 15.1.e 16 17.1 17.2
traffic-in-persons-convention confirmed: 1 16
traffic-in-persons-convention seen: 6 20
statelessness-reduction-convention confirmed: 1.1 1.2 1.3 1.4 2 8.1 8.2-3 8.4
child-sale-protocol confirmed: 1 2.a 2.b 3.1 8.1.a 8.1.b 8.1.c 8.1.d 8.1.g 8.2 8.3 8.4 8.5 9.1 9.3 9.4 10.2
child-sale-protocol corrected: 8.1.e 8.1.f
migrant-workers-convention confirmed: 2.1 3.d 7 10 11.1 11.2 16.2 16.4 21 22.1 22.2 22.4 22.6 23 25.1 25.3 28 29 30 35 82 83
disability-convention confirmed: 1 6.1 7.2 7.3 13.1 14.1.b 16.1 16.2 16.3 16.4 16.5 18.1.b 27.2
racial-discrimination-convention confirmed: 1.1 1.2 5.a 5.b 5.d 5.e 6
rome-statute confirmed: 7.1.c 7.1.g 7.2.c 68.1 68.3 75.2 75.6
remedy-principles seen: trafficked
remedy-principles partly: victims treatment compensation rehabilitation satisfaction
remedy-principles confirmed: 11 13 15 16 restitution
unhcr-guidelines-1 partly: 1
unhcr-guidelines-12 seen: conflict singled-out 26
unicef-child-victims-guidelines partly: reflection
trafficking-working-group-2009 partly: non-punishment identify-first
trafficking-rapporteur-2011 partly: 43 44 50
slavery-working-group-2004 partly: 29.a
organ-transplant-principles seen: commercial
smuggling-protocol confirmed: 3.a 5 16.1 16.2 16.3 16.4 16.5 18.5 19.1 19.2
child-soldiers-protocol confirmed: 1 2 4.1 4.2 6.3
social-rights-covenant confirmed: 2.1 2.2 6.1 7 10.3 11.1 12.1 13.2.a
forced-labour-recommendation-203 confirmed: 1.a 1.b
unhcr-guidelines-7 seen: 13 18 50
unhcr-guidelines-7 partly: 15 17 29-32 37-39
unhcr-guidelines-7 none: 16 19-20 21-24 25-28 33-40 41-44 45-49
oau-refugee-convention confirmed: 1.1 1.2
oau-refugee-convention none: 2.3
oau-refugee-convention seen: 5.1
cartagena-declaration partly: 3.3
saarc-convention confirmed: 1.1 3.1
saarc-convention seen: 1.3
saarc-convention partly: 8-9
american-convention confirmed: 6.1 6.2 22.8
american-convention corrected: 22.7
african-charter partly: 5
african-charter none: 12.3
maputo-protocol none: 4.2.g
maputo-protocol partly: 11
organs-convention confirmed: 3 4.1.a 4.1.b 15 18 19.1 19.2 19.3 20.1
eu-qualification-directive confirmed: 9.1 9.2 9.3
eu-qualification-directive seen: 10.1.d
eu-qualification-directive partly: 15
eu-qualification-regulation confirmed: 9.1 9.2 10.1.d 15 21 33
eu-qualification-regulation partly: 9.3
eu-asylum-procedure-directive partly: 24 25
eu-reception-directive-2013 partly: vulnerable.trafficking 23.2
eu-reception-directive-2013 confirmed: 23.1
eu-trafficking-directive-2024 confirmed: transposition knowing-use
universal-declaration confirmed: 4 8 14.1 14.2
eu-charter seen: 5.3
eu-charter confirmed: 18
eu-charter partly: 19
unhcr-statute confirmed: resolution.2 1
ecri-recommendation-16 confirmed: rights firewalls
joint-comment-3-22 confirmed: 9
joint-comment-3-22 partly: firewall
odihr-referral-handbook partly: pillars
odihr-referral-handbook seen: assessment
trafficked-refugees-paper confirmed: 6.1 6.2 6.3 6.4 6.5 6.6 6.7 6.8 7.1 9.a 9.b
icat-legal-frameworks confirmed: 4.1.definition 4.1.offences 4.2 4.3 4.4 4.5.residence 4.5.returns 4.5.shelters
icat-refugee-brief confirmed: integration linked pathways repatriation third-country
refugee-risk-article confirmed: care enforcement means resettlement solutions
unhcr-resettlement-handbook confirmed: preconditions
unhcr-resettlement-handbook corrected: categories
unhcr-resettlement-handbook none: priority.normal priority.urgent
unhcr-resettlement-handbook partly: children priority
unhcr-trafficking-presentation confirmed: not-refugees unconditional`;

const law = loadLaw();
const provisions = [...Object.values(law.rules), ...Object.values(law.duties)];
const lines = (table: string) => table.trim().split('\n').sort();

describe('the sources', () => {
  test('of a rule and of a duty are those of the list', () => {
    const named = new Set(lines(CITES).map((line) => line.split(':')[0]));
    const found = provisions
      .filter(({ id }) => named.has(id))
      .map(({ id, cites }) => `${id}: ${cites.join(' ')}`);
    expect(found.sort()).toEqual(lines(CITES));
  });

  test('of what is never read are those of the list, and no promise is left out', () => {
    const found = provisions
      .filter(({ neverReads }) => neverReads.length > 0)
      .map(
        ({ id, neverReads }) =>
          `${id}: ${neverReads.map(({ fact, cites }) => `${fact}=${cites.join(',')}`).join(' ')}`,
      );
    expect(found.sort()).toEqual(lines(NEVER_READS));
  });

  test('were found to say what is written, or only partly, or nobody looked', () => {
    const found = Object.values(law.instruments)
      .filter(({ kind }) => kind !== 'national')
      .flatMap(({ id, articles }) =>
        articles
          .filter(({ isHeading }) => !isHeading)
          .map(({ anchor, compared }) => `${id} ${compared?.finding ?? 'none'} ${anchor}`),
      );
    const listed = lines(FINDINGS).flatMap((line) => {
      const [finding = '', anchors = ''] = line.split(': ');
      return anchors.split(' ').map((anchor) => `${finding} ${anchor}`);
    });
    expect(found.sort()).toEqual(listed.sort());
  });
});
