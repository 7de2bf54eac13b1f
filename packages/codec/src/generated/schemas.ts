// Generated from schemas/ by "npm run build -w @told/codec". Do not edit.

import type { RecordTypes } from './types.ts';

/** The Avro schema of every record, complete in itself, as it is registered. */
export const schemas: Readonly<Record<keyof RecordTypes, Readonly<Record<string, unknown>>>> = {
  "Action": {
    "type": "record",
    "namespace": "told",
    "name": "Action",
    "doc": "What an operator or officer did by hand: to what, why, and as whom. No personal data.",
    "fields": [
      {
        "name": "actionId",
        "type": {
          "type": "string",
          "logicalType": "uuid"
        },
        "doc": "Id of the action."
      },
      {
        "name": "action",
        "type": {
          "type": "string",
          "values": [
            "agency-applied",
            "agency-suspended",
            "agency-resumed",
            "agency-paused",
            "agency-pause-ended",
            "client-rotated",
            "agreement-suspended",
            "agreement-resumed",
            "match-confirmed",
            "match-rejected",
            "interest-recalled",
            "case-decided",
            "parked-released",
            "parked-dead-lettered",
            "dead-letter-redriven",
            "changes-republished",
            "changes-reread",
            "person-erased",
            "keys-destroyed",
            "person-held",
            "hold-released",
            "rows-deleted",
            "person-looked-up",
            "timeline-viewed",
            "subject-access-given",
            "entries-viewed",
            "page-viewed",
            "values-revealed",
            "replay-asked",
            "replay-approved",
            "replay-ended",
            "ledger-key-rotated",
            "incident-opened",
            "incident-stopped",
            "incident-tell-asked",
            "incident-told",
            "incident-closed",
            "master-key-rotated"
          ]
        },
        "doc": "What was done.",
        "example": "parked-released"
      },
      {
        "name": "targetKind",
        "type": {
          "type": "string",
          "values": [
            "subject",
            "case",
            "partition",
            "agency",
            "agreement",
            "replay",
            "page",
            "ledger",
            "incident",
            "key-store"
          ]
        },
        "doc": "What the target names.",
        "example": "case"
      },
      {
        "name": "target",
        "type": {
          "type": "string",
          "pattern": "^[A-Za-z0-9][A-Za-z0-9./_-]{0,119}$",
          "maxLength": 120
        },
        "doc": "To what it was done; the record’s key. A subject key; a case as agency and case reference with a slash between them; a partition as topic and number with a slash between them; the id of an agency, agreement, replay, ledger, incident or key store; the name of a page.",
        "example": "central-bedfordshire/CTB-000123"
      },
      {
        "name": "stream",
        "type": [
          "null",
          {
            "type": "string",
            "maxLength": 80
          }
        ],
        "default": null,
        "doc": "Of parked records: the stream in which the key waited, as it names it. Of rows deleted by age: their table.",
        "example": "releases"
      },
      {
        "name": "recordId",
        "type": [
          "null",
          {
            "type": "string",
            "logicalType": "uuid"
          }
        ],
        "default": null,
        "doc": "Id of the one record that it was about, if it was about one: a change, release, match review, erasure or incident."
      },
      {
        "name": "records",
        "type": [
          "null",
          "long"
        ],
        "default": null,
        "doc": "How many records it moved, where it moved any.",
        "example": 12,
        "minimum": 0
      },
      {
        "name": "reason",
        "type": {
          "type": "string",
          "maxLength": 200
        },
        "doc": "Why, as who did it said; names no person.",
        "example": "the missing change was sent again"
      },
      {
        "name": "actor",
        "type": {
          "type": "string",
          "maxLength": 128
        },
        "doc": "Who did it: the person who signed in, else the client whose token was shown.",
        "example": "operator"
      },
      {
        "name": "recordedAt",
        "type": {
          "type": "long",
          "logicalType": "timestamp-micros"
        },
        "doc": "When it was recorded.",
        "unit": "microseconds since 1970 UTC"
      }
    ]
  },
  "ChangeBody": {
    "type": "record",
    "namespace": "told",
    "name": "ChangeBody",
    "doc": "What changed: one nullable record for each kind of fact. Framed with its own schema id inside ClaimantChange, so that it alone can be sealed.",
    "fields": [
      {
        "name": "address",
        "type": [
          "null",
          {
            "type": "record",
            "namespace": "told",
            "name": "Address",
            "doc": "Where a person lives or is written to. A move is one fact: out of one place and into another.",
            "fields": [
              {
                "name": "role",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "values": [
                      "moved-out",
                      "moved-in",
                      "correspondence"
                    ]
                  }
                ],
                "default": null,
                "doc": "Which side of a move this notice tells; a complete move tells moved-in with both addresses.",
                "required": true,
                "example": "moved-in"
              },
              {
                "name": "fromUprn",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "pattern": "^[0-9]{1,12}$"
                  }
                ],
                "default": null,
                "doc": "Unique Property Reference Number of the place left; digits as text, compared after padding to 12.",
                "example": "999900000017"
              },
              {
                "name": "fromLines",
                "type": [
                  "null",
                  {
                    "type": "array",
                    "items": {
                      "type": "string",
                      "maxLength": 35
                    },
                    "maxItems": 5
                  }
                ],
                "default": null,
                "doc": "Address lines of the place left.",
                "example": [
                  "1 Sample Street",
                  "Luton"
                ]
              },
              {
                "name": "fromPostcode",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "pattern": "^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$",
                    "maxLength": 8
                  }
                ],
                "default": null,
                "doc": "Postcode of the place left.",
                "example": "LU1 0AA"
              },
              {
                "name": "toUprn",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "pattern": "^[0-9]{1,12}$"
                  }
                ],
                "default": null,
                "doc": "Unique Property Reference Number of the place moved to.",
                "example": "999900000025"
              },
              {
                "name": "toLines",
                "type": [
                  "null",
                  {
                    "type": "array",
                    "items": {
                      "type": "string",
                      "maxLength": 35
                    },
                    "maxItems": 5
                  }
                ],
                "default": null,
                "doc": "Address lines of the place moved to.",
                "example": [
                  "2 Sample Street",
                  "Dunstable"
                ]
              },
              {
                "name": "toPostcode",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "pattern": "^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$",
                    "maxLength": 8
                  }
                ],
                "default": null,
                "doc": "Postcode of the place moved to.",
                "example": "LU5 0AB"
              },
              {
                "name": "movedOutOn",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "doc": "Day of moving out. The state at the end of a day counts for the whole day, so this day is not charged.",
                "source": "LGFA 1992 s.2(2)",
                "example": "2010-05-12"
              },
              {
                "name": "movedInOn",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "doc": "Day of moving in.",
                "example": "2010-05-12"
              },
              {
                "name": "tenure",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "values": [
                      "owner",
                      "private-tenant",
                      "council-tenant",
                      "housing-association-tenant",
                      "lodger",
                      "other"
                    ]
                  }
                ],
                "default": null,
                "doc": "How the home is held.",
                "source": "Single Housing Benefit Extract vocabulary",
                "example": "private-tenant"
              },
              {
                "name": "rentPence",
                "type": [
                  "null",
                  "long"
                ],
                "default": null,
                "doc": "Rent for one rent period.",
                "unit": "pence",
                "minimum": 0,
                "maximum": 100000000,
                "example": 45000
              },
              {
                "name": "rentPeriod",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "values": [
                      "weekly",
                      "two-weekly",
                      "four-weekly",
                      "monthly",
                      "yearly"
                    ]
                  }
                ],
                "default": null,
                "doc": "What the rent is for.",
                "example": "monthly"
              },
              {
                "name": "liablePersons",
                "type": [
                  "null",
                  "int"
                ],
                "default": null,
                "doc": "Persons jointly liable for council tax at the new place.",
                "minimum": 1,
                "maximum": 20,
                "unit": "persons",
                "example": 1
              },
              {
                "name": "protected",
                "type": [
                  "null",
                  "boolean"
                ],
                "default": null,
                "doc": "True when disclosure of this address would put a person at risk.",
                "example": false
              }
            ]
          }
        ],
        "default": null,
        "doc": "Set when fact is address."
      },
      {
        "name": "income",
        "type": [
          "null",
          {
            "type": "record",
            "namespace": "told",
            "name": "Income",
            "doc": "Money that a member of the household gets. Amounts are for one pay period.",
            "fields": [
              {
                "name": "who",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "values": [
                      "claimant",
                      "partner",
                      "non-dependant"
                    ]
                  }
                ],
                "default": null,
                "doc": "Whose income it is.",
                "required": true,
                "example": "claimant"
              },
              {
                "name": "kind",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "values": [
                      "employed",
                      "self-employed",
                      "occupational-pension",
                      "other"
                    ]
                  }
                ],
                "default": null,
                "doc": "What kind of income it is.",
                "required": true,
                "example": "employed"
              },
              {
                "name": "employer",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "maxLength": 80
                  }
                ],
                "default": null,
                "doc": "Name of the employer.",
                "example": "Sample Stores Ltd"
              },
              {
                "name": "grossPence",
                "type": [
                  "null",
                  "long"
                ],
                "default": null,
                "doc": "Gross for one pay period.",
                "unit": "pence",
                "minimum": 0,
                "maximum": 100000000,
                "example": 9280
              },
              {
                "name": "netPence",
                "type": [
                  "null",
                  "long"
                ],
                "default": null,
                "doc": "After tax and National Insurance, for one pay period; half the pension contribution is taken off by the rules, not here.",
                "unit": "pence",
                "minimum": 0,
                "maximum": 100000000,
                "example": 9280
              },
              {
                "name": "payPeriod",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "values": [
                      "weekly",
                      "two-weekly",
                      "four-weekly",
                      "monthly",
                      "yearly"
                    ]
                  }
                ],
                "default": null,
                "doc": "What the amounts are for.",
                "example": "weekly"
              },
              {
                "name": "hoursPerWeek",
                "type": [
                  "null",
                  "int"
                ],
                "default": null,
                "doc": "Complete hours worked in a week; a part hour is left off, since every threshold in the rules is a whole number of hours.",
                "unit": "hours",
                "minimum": 0,
                "maximum": 168,
                "example": 16
              },
              {
                "name": "pensionContributionPence",
                "type": [
                  "null",
                  "long"
                ],
                "default": null,
                "doc": "The person's own pension contribution for one pay period.",
                "unit": "pence",
                "minimum": 0,
                "maximum": 100000000,
                "example": 0
              },
              {
                "name": "firstPaidOn",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "doc": "First pay day.",
                "example": "2010-05-14"
              },
              {
                "name": "startOn",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "doc": "First day of the work or of the entitlement to the income.",
                "example": "2010-05-12"
              },
              {
                "name": "endOn",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "doc": "Last day of the work or income.",
                "example": "2010-12-31"
              },
              {
                "name": "expectedToLastFiveWeeks",
                "type": [
                  "null",
                  "boolean"
                ],
                "default": null,
                "doc": "True when the work is expected to last five weeks or more.",
                "source": "CTB Regs 2006 reg 60",
                "example": true
              }
            ]
          }
        ],
        "default": null,
        "doc": "Set when fact is income."
      },
      {
        "name": "household",
        "type": [
          "null",
          {
            "type": "record",
            "namespace": "told",
            "name": "Household",
            "doc": "A member joins or leaves the household, or what is known of a member moves on.",
            "source": "Single Housing Benefit Extract vocabulary",
            "fields": [
              {
                "name": "member",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "maxLength": 71,
                    "pattern": "^[\\p{L} '\\-.^`]+$"
                  }
                ],
                "default": null,
                "doc": "Name of the member.",
                "example": "Ben Sample"
              },
              {
                "name": "relation",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "values": [
                      "partner",
                      "child",
                      "non-dependant",
                      "joint-tenant"
                    ]
                  }
                ],
                "default": null,
                "doc": "Relation to the claimant.",
                "required": true,
                "example": "partner"
              },
              {
                "name": "birthDate",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "doc": "Birth date of the member.",
                "example": "1981-03-04"
              },
              {
                "name": "joinedOn",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "doc": "Day of joining the household.",
                "example": "2010-05-12"
              },
              {
                "name": "leftOn",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "doc": "Day of leaving the household.",
                "example": "2010-12-31"
              },
              {
                "name": "reason",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "values": [
                      "moved-in",
                      "moved-out",
                      "born",
                      "died",
                      "other"
                    ]
                  }
                ],
                "default": null,
                "doc": "Why the household changed.",
                "example": "moved-in"
              },
              {
                "name": "worksSixteenHoursOrMore",
                "type": [
                  "null",
                  "boolean"
                ],
                "default": null,
                "doc": "True when the member works 16 hours a week or more.",
                "example": false
              },
              {
                "name": "grossWeeklyIncomePence",
                "type": [
                  "null",
                  "long"
                ],
                "default": null,
                "doc": "Gross weekly income of a non-dependant.",
                "unit": "pence a week",
                "minimum": 0,
                "maximum": 100000000,
                "example": 0
              },
              {
                "name": "benefits",
                "type": [
                  "null",
                  {
                    "type": "array",
                    "items": {
                      "type": "string",
                      "maxLength": 20
                    },
                    "maxItems": 20
                  }
                ],
                "default": null,
                "doc": "Benefits that a non-dependant gets.",
                "example": []
              },
              {
                "name": "childBenefitInPayment",
                "type": [
                  "null",
                  "boolean"
                ],
                "default": null,
                "doc": "True when child benefit is paid for the member.",
                "example": false
              }
            ]
          }
        ],
        "default": null,
        "doc": "Set when fact is household."
      },
      {
        "name": "benefitAward",
        "type": [
          "null",
          {
            "type": "record",
            "namespace": "told",
            "name": "BenefitAward",
            "doc": "An award of another benefit starts, changes or stops. Health benefits are not carried.",
            "fields": [
              {
                "name": "benefit",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "values": [
                      "is",
                      "jsa-ib",
                      "jsa-c",
                      "esa-ir",
                      "esa-c",
                      "pc-guarantee",
                      "pc-savings",
                      "hb",
                      "ctb",
                      "wtc",
                      "ctc"
                    ]
                  }
                ],
                "default": null,
                "doc": "Which benefit.",
                "required": true,
                "example": "jsa-ib"
              },
              {
                "name": "action",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "values": [
                      "start",
                      "change",
                      "stop"
                    ]
                  }
                ],
                "default": null,
                "doc": "What happened to the award.",
                "required": true,
                "example": "stop"
              },
              {
                "name": "weeklyAmountPence",
                "type": [
                  "null",
                  "long"
                ],
                "default": null,
                "doc": "Weekly amount from `from` on.",
                "unit": "pence a week",
                "minimum": 0,
                "maximum": 100000000,
                "example": 6545
              },
              {
                "name": "from",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "doc": "First day of the award or of the changed amount.",
                "example": "2010-01-04"
              },
              {
                "name": "lastDayOfEntitlement",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "doc": "Last day of entitlement when the award stops; the date of change for council tax benefit is the day after it.",
                "source": "CTB Regs 2006 reg 67",
                "example": "2010-05-11"
              }
            ]
          }
        ],
        "default": null,
        "doc": "Set when fact is benefitAward."
      },
      {
        "name": "capital",
        "type": [
          "null",
          {
            "type": "record",
            "namespace": "told",
            "name": "Capital",
            "doc": "What a household owns that counts as capital, as one total; a change tells the new total and not the difference.",
            "source": "Single Housing Benefit Extract vocabulary",
            "fields": [
              {
                "name": "totalPence",
                "type": [
                  "null",
                  "long"
                ],
                "default": null,
                "doc": "All capital of the owner together, on the day it stands for.",
                "unit": "pence",
                "minimum": 0,
                "maximum": 10000000000,
                "required": true,
                "example": 600000
              },
              {
                "name": "owner",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "values": [
                      "claimant",
                      "partner",
                      "couple"
                    ]
                  }
                ],
                "default": null,
                "doc": "Whose capital it is; of a couple all of it counts as the claimant’s.",
                "required": true,
                "example": "couple"
              },
              {
                "name": "asOf",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "doc": "The day on which it was worth that much.",
                "example": "2010-05-12"
              }
            ]
          }
        ],
        "default": null,
        "doc": "Set when fact is capital."
      },
      {
        "name": "identity",
        "type": [
          "null",
          {
            "type": "record",
            "namespace": "told",
            "name": "Identity",
            "doc": "What was known of the person’s identity was wrong or has moved on. It carries no National Insurance number: a new one travels as a keyed digest.",
            "fields": [
              {
                "name": "newNinoDigest",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "pattern": "^[0-9a-f]{32}$"
                  }
                ],
                "default": null,
                "doc": "Keyed digest of the new National Insurance number without its suffix; says nothing to whoever lacks the area secret.",
                "example": "00112233445566778899aabbccddeeff"
              },
              {
                "name": "formerNames",
                "type": [
                  "null",
                  {
                    "type": "array",
                    "items": {
                      "type": "string",
                      "maxLength": 71,
                      "pattern": "^[\\p{L} '\\-.^`]+$"
                    },
                    "maxItems": 10
                  }
                ],
                "default": null,
                "doc": "Names the person was known by before, whole names.",
                "example": [
                  "Asha Example"
                ]
              },
              {
                "name": "birthDate",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "doc": "The right birth date, when another one was known.",
                "example": "1980-02-29"
              },
              {
                "name": "reason",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "values": [
                      "nino-changed",
                      "name-changed",
                      "birth-date-corrected",
                      "other"
                    ]
                  }
                ],
                "default": null,
                "doc": "Why what is known of the person changes.",
                "example": "name-changed"
              }
            ]
          }
        ],
        "default": null,
        "doc": "Set when fact is identity."
      },
      {
        "name": "death",
        "type": [
          "null",
          {
            "type": "record",
            "namespace": "told",
            "name": "Death",
            "doc": "A member of the household has died.",
            "fields": [
              {
                "name": "who",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "values": [
                      "claimant",
                      "partner",
                      "child",
                      "non-dependant"
                    ]
                  }
                ],
                "default": null,
                "doc": "Who has died.",
                "required": true,
                "example": "partner"
              },
              {
                "name": "member",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "maxLength": 71,
                    "pattern": "^[\\p{L} '\\-.^`]+$"
                  }
                ],
                "default": null,
                "doc": "Name of the person who has died.",
                "example": "Ben Sample"
              },
              {
                "name": "birthDate",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "doc": "Birth date of the person who has died.",
                "example": "1981-03-04"
              },
              {
                "name": "diedOn",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "doc": "Day of death.",
                "required": true,
                "example": "2010-05-12"
              },
              {
                "name": "reportedBy",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "values": [
                      "registrar",
                      "family",
                      "agency",
                      "other"
                    ]
                  }
                ],
                "default": null,
                "doc": "Who reported the death to the source.",
                "example": "family"
              }
            ]
          }
        ],
        "default": null,
        "doc": "Set when fact is death."
      }
    ]
  },
  "ClaimantChange": {
    "type": "record",
    "namespace": "told",
    "name": "ClaimantChange",
    "doc": "One notice about one fact of one person, validated and ordered by intake. The envelope is clear; the body is framed apart.",
    "fields": [
      {
        "name": "changeId",
        "type": {
          "type": "string",
          "logicalType": "uuid"
        },
        "doc": "UUIDv5 of source agency and idempotency key.",
        "source": "RFC 9562"
      },
      {
        "name": "subjectKey",
        "type": {
          "type": "string",
          "pattern": "^[0-9a-f]{32}$"
        },
        "doc": "Keyed digest that stands for the person; the record's key.",
        "example": "0123456789abcdef0123456789abcdef"
      },
      {
        "name": "changeSequence",
        "type": "long",
        "doc": "Dense for each subject, from 1, in the order intake accepted.",
        "example": 1
      },
      {
        "name": "source",
        "type": {
          "type": "record",
          "namespace": "told",
          "name": "Source",
          "doc": "Who told.",
          "fields": [
            {
              "name": "agency",
              "type": {
                "type": "string",
                "pattern": "^[a-z][a-z0-9-]{1,39}$",
                "maxLength": 40
              },
              "doc": "The agency, taken from its credentials.",
              "example": "jobcentre"
            },
            {
              "name": "system",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "doc": "Its system.",
              "example": "jsaps"
            },
            {
              "name": "caseReference",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "doc": "Its own case reference.",
              "example": "JSA-000123"
            }
          ]
        },
        "doc": "Who told."
      },
      {
        "name": "identityDigests",
        "type": {
          "type": "record",
          "namespace": "told",
          "name": "IdentityDigests",
          "doc": "Keyed digests of identity, compared with an interest's; null when the source did not say.",
          "fields": [
            {
              "name": "secretVersion",
              "type": "int",
              "doc": "Version of the area secret.",
              "example": 1
            },
            {
              "name": "birthDate",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "doc": "Birth date."
            },
            {
              "name": "surnamePrefix",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "doc": "First three letters of the normalised surname."
            },
            {
              "name": "initial",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "doc": "First letter of the normalised forename."
            },
            {
              "name": "postcode",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "doc": "Postcode."
            },
            {
              "name": "surname",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "doc": "The whole normalised surname; used to find a person without a number, never to refuse one."
            },
            {
              "name": "forename",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "doc": "The whole normalised forename; used as the surname is."
            }
          ]
        },
        "doc": "Keyed digests, compared at decision."
      },
      {
        "name": "identityDigestsBefore",
        "type": [
          "null",
          "IdentityDigests"
        ],
        "default": null,
        "doc": "The same under the area secret before, while secrets are rotated: an interest registered earlier is compared with these."
      },
      {
        "name": "fact",
        "type": {
          "type": "string",
          "values": [
            "address",
            "income",
            "household",
            "benefitAward",
            "capital",
            "identity",
            "death"
          ]
        },
        "doc": "Which kind of fact the change is about.",
        "example": "income"
      },
      {
        "name": "changeType",
        "type": {
          "type": "string",
          "values": [
            "created",
            "corrected",
            "annulled",
            "ended"
          ]
        },
        "doc": "created: a fact moved on; corrected: an earlier notice was wrong from its first day; annulled: it was never true; ended: the fact no longer holds.",
        "example": "created"
      },
      {
        "name": "previousChangeId",
        "type": [
          "null",
          {
            "type": "string",
            "logicalType": "uuid"
          }
        ],
        "default": null,
        "doc": "The change that a correction, annulment or end points to."
      },
      {
        "name": "mergedInto",
        "type": [
          "null",
          {
            "type": "string",
            "pattern": "^[0-9a-f]{32}$"
          }
        ],
        "default": null,
        "doc": "The subject key that goes on, when two keys turned out to be one person; the last change of this key. Told by the bus itself."
      },
      {
        "name": "occurredOn",
        "type": {
          "type": "int",
          "logicalType": "date"
        },
        "doc": "The day it happened.",
        "example": "2010-05-12"
      },
      {
        "name": "notifiedOn",
        "type": {
          "type": "int",
          "logicalType": "date"
        },
        "doc": "The day the person first told somebody.",
        "example": "2010-05-13"
      },
      {
        "name": "receivedOn",
        "type": {
          "type": "int",
          "logicalType": "date"
        },
        "doc": "The day the source office got it.",
        "example": "2010-05-13"
      },
      {
        "name": "usedOn",
        "type": [
          "null",
          {
            "type": "int",
            "logicalType": "date"
          }
        ],
        "default": null,
        "doc": "The day the source used it to decide a benefit; without it a council may not use it unverified.",
        "source": "SI 2007/2911 reg 2",
        "example": "2010-05-13"
      },
      {
        "name": "usedFor",
        "type": [
          "null",
          {
            "type": "string",
            "values": [
              "is",
              "jsa-ib",
              "jsa-c",
              "esa-ir",
              "esa-c",
              "pc-guarantee",
              "pc-savings",
              "hb",
              "ctb",
              "wtc",
              "ctc"
            ]
          }
        ],
        "default": null,
        "doc": "The benefit it was used to decide.",
        "example": "jsa-ib"
      },
      {
        "name": "evidence",
        "type": {
          "type": "record",
          "namespace": "told",
          "name": "Evidence",
          "doc": "How well the source knows what it tells.",
          "fields": [
            {
              "name": "level",
              "type": {
                "type": "string",
                "values": [
                  "self-declared",
                  "seen",
                  "verified-at-source"
                ]
              },
              "doc": "self-declared: the person said so; seen: an officer saw a document; verified-at-source: checked with whoever issued it.",
              "example": "seen"
            },
            {
              "name": "documents",
              "type": {
                "type": "array",
                "maxItems": 20,
                "items": {
                  "type": "record",
                  "namespace": "told",
                  "name": "Document",
                  "doc": "A document seen; the document itself does not travel.",
                  "fields": [
                    {
                      "name": "type",
                      "type": {
                        "type": "string",
                        "maxLength": 40,
                        "pattern": "^[a-z][a-z0-9-]*$"
                      },
                      "doc": "Kind of document, such as payslip or tenancy-agreement.",
                      "example": "payslip"
                    },
                    {
                      "name": "seenOn",
                      "type": [
                        "null",
                        {
                          "type": "int",
                          "logicalType": "date"
                        }
                      ],
                      "default": null,
                      "doc": "Day it was seen.",
                      "example": "2010-05-13"
                    },
                    {
                      "name": "officerReference",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "maxLength": 40,
                          "pattern": "^[A-Za-z0-9._-]+$"
                        }
                      ],
                      "default": null,
                      "doc": "The source office's reference for the officer who saw it.",
                      "example": "JCP-OFF-7"
                    },
                    {
                      "name": "sha256",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "pattern": "^[0-9a-f]{64}$"
                        }
                      ],
                      "default": null,
                      "doc": "SHA-256 of the document as kept by the source, in hex."
                    }
                  ]
                }
              },
              "default": [],
              "doc": "Documents seen."
            }
          ]
        },
        "doc": "How well the source knows it."
      },
      {
        "name": "dutyDischarged",
        "type": [
          "null",
          {
            "type": "string",
            "maxLength": 80
          }
        ],
        "default": null,
        "doc": "Legal reference when telling this office discharged a duty to tell another; births and deaths only.",
        "source": "SI 2010/444"
      },
      {
        "name": "acceptedAt",
        "type": {
          "type": "long",
          "logicalType": "timestamp-micros"
        },
        "doc": "When intake accepted it.",
        "unit": "microseconds since 1970 UTC"
      },
      {
        "name": "body",
        "type": "bytes",
        "doc": "ChangeBody in Confluent framing: byte 0, four-byte schema id, Avro. Sealed for its person: byte 1, four-byte schema id, four-byte key number, then AES-256-GCM (docs/explanation/erasure.md)."
      }
    ]
  },
  "Consent": {
    "type": "record",
    "namespace": "told",
    "name": "Consent",
    "doc": "A person's consent to one recipient for one purpose, as given or withdrawn. No identity.",
    "fields": [
      {
        "name": "consentId",
        "type": {
          "type": "string",
          "logicalType": "uuid"
        },
        "doc": "Id of the consent: one for each person, recipient and purpose."
      },
      {
        "name": "version",
        "type": "int",
        "doc": "From 1, raised each time it is given or withdrawn.",
        "example": 1
      },
      {
        "name": "action",
        "type": {
          "type": "string",
          "values": [
            "given",
            "withdrawn"
          ]
        },
        "doc": "What happened.",
        "example": "given"
      },
      {
        "name": "subjectKey",
        "type": {
          "type": "string",
          "pattern": "^[0-9a-f]{32}$"
        },
        "doc": "The subject; the record's key.",
        "example": "0123456789abcdef0123456789abcdef"
      },
      {
        "name": "recipient",
        "type": {
          "type": "string",
          "pattern": "^[a-z][a-z0-9-]{1,39}$",
          "maxLength": 40
        },
        "doc": "Who may be given what rests on it.",
        "example": "central-bedfordshire"
      },
      {
        "name": "purpose",
        "type": {
          "type": "string",
          "pattern": "^[a-z][a-z0-9-]{1,59}$",
          "maxLength": 60
        },
        "doc": "What for; one that an agreement by consent names.",
        "example": "pre-filling-forms"
      },
      {
        "name": "recordedBy",
        "type": {
          "type": "string",
          "pattern": "^[a-z][a-z0-9-]{1,39}$",
          "maxLength": 40
        },
        "doc": "The agency that the person told.",
        "example": "jobcentre"
      },
      {
        "name": "on",
        "type": {
          "type": "int",
          "logicalType": "date"
        },
        "doc": "The day the person gave or withdrew it.",
        "example": "2010-05-12"
      },
      {
        "name": "until",
        "type": [
          "null",
          {
            "type": "int",
            "logicalType": "date"
          }
        ],
        "default": null,
        "doc": "Last day, when it was given for a time.",
        "example": "2011-05-11"
      },
      {
        "name": "subjectVersion",
        "type": "long",
        "doc": "Version of the subject's row from which it holds: the fence.",
        "example": 3
      },
      {
        "name": "recordedAt",
        "type": {
          "type": "long",
          "logicalType": "timestamp-micros"
        },
        "doc": "When it was recorded.",
        "unit": "microseconds since 1970 UTC"
      }
    ]
  },
  "DeadLetter": {
    "type": "record",
    "namespace": "told",
    "name": "DeadLetter",
    "doc": "A record that its reader could not read, or that an operator gave up: where it is and why, never what it says or whom it is about. Who says so is told by the topic.",
    "fields": [
      {
        "name": "deadLetterId",
        "type": {
          "type": "string",
          "logicalType": "uuid"
        },
        "doc": "Id of the dead letter."
      },
      {
        "name": "topic",
        "type": {
          "type": "string",
          "pattern": "^[a-z][a-z0-9.-]{0,99}$",
          "maxLength": 100
        },
        "doc": "Topic of the record.",
        "example": "told.outcomes.luton"
      },
      {
        "name": "partition",
        "type": "int",
        "doc": "Partition of the record. With the topic it is the key.",
        "example": 2,
        "minimum": 0
      },
      {
        "name": "offset",
        "type": "long",
        "doc": "Offset of the record.",
        "example": 118,
        "minimum": 0
      },
      {
        "name": "digest",
        "type": {
          "type": "string",
          "pattern": "^[0-9a-f]{64}$",
          "maxLength": 64
        },
        "doc": "SHA-256 of the record’s key and value, in hexadecimal, as in the header `digest`.",
        "example": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
      },
      {
        "name": "cause",
        "type": {
          "type": "string",
          "pattern": "^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$",
          "maxLength": 80
        },
        "doc": "Why, as a code: `undecodable`, `unknown-schema`, `illegal-value`, `corrupt`, `key-mismatch`, `seal-broken`, or that of the error with which its reader refused it.",
        "example": "undecodable"
      },
      {
        "name": "recordedAt",
        "type": {
          "type": "long",
          "logicalType": "timestamp-micros"
        },
        "doc": "When it was recorded.",
        "unit": "microseconds since 1970 UTC"
      }
    ]
  },
  "Decision": {
    "type": "record",
    "namespace": "told",
    "name": "Decision",
    "doc": "The gateway's answer for one change and every recipient. Ids, versions and field names only.",
    "fields": [
      {
        "name": "decisionId",
        "type": {
          "type": "string",
          "logicalType": "uuid"
        },
        "doc": "Id of this run."
      },
      {
        "name": "changeId",
        "type": {
          "type": "string",
          "logicalType": "uuid"
        },
        "doc": "The change."
      },
      {
        "name": "subjectKey",
        "type": "string",
        "doc": "The subject; the record's key."
      },
      {
        "name": "changeSequence",
        "type": "long",
        "doc": "The change's sequence.",
        "example": 1
      },
      {
        "name": "run",
        "type": "int",
        "doc": "1 for the first decision on a change.",
        "example": 1
      },
      {
        "name": "cause",
        "type": [
          "null",
          {
            "type": "string",
            "values": [
              "told",
              "match-confirmed",
              "back-fill",
              "merged",
              "redelivered"
            ]
          }
        ],
        "default": null,
        "doc": "Why it was decided; null in records from before: told. Every run after the first has a cause of its own.",
        "example": "told"
      },
      {
        "name": "rootChangeId",
        "type": [
          "null",
          {
            "type": "string",
            "logicalType": "uuid"
          }
        ],
        "default": null,
        "doc": "The first change of its chain of corrections, annulment and end."
      },
      {
        "name": "businessDate",
        "type": {
          "type": "int",
          "logicalType": "date"
        },
        "doc": "Business date of decision.",
        "example": "2010-04-05"
      },
      {
        "name": "decidedAt",
        "type": {
          "type": "long",
          "logicalType": "timestamp-micros"
        },
        "doc": "When it was decided.",
        "unit": "microseconds since 1970 UTC"
      },
      {
        "name": "subjectVersion",
        "type": "long",
        "doc": "Version of the subject's row, the fence.",
        "example": 1
      },
      {
        "name": "engineVersion",
        "type": "string",
        "doc": "Version of the decision rules.",
        "example": "1"
      },
      {
        "name": "agreementSet",
        "type": "string",
        "doc": "SHA-256 over the agreement files loaded, in hex."
      },
      {
        "name": "suspensionVersion",
        "type": [
          "null",
          "long"
        ],
        "default": null,
        "doc": "Version of the suspensions of agreements and agencies.",
        "example": 0
      },
      {
        "name": "protectedSince",
        "type": [
          "null",
          "long"
        ],
        "default": null,
        "doc": "changeSequence since which the person's address is protected."
      },
      {
        "name": "recipients",
        "type": {
          "type": "array",
          "items": {
            "type": "record",
            "namespace": "told",
            "name": "RecipientDecision",
            "doc": "The answer for one recipient.",
            "fields": [
              {
                "name": "agency",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "pattern": "^[a-z][a-z0-9-]{1,39}$",
                    "maxLength": 40
                  }
                ],
                "default": null,
                "doc": "The recipient; null when nobody holds an interest."
              },
              {
                "name": "capacity",
                "type": [
                  "null",
                  "string"
                ],
                "default": null,
                "doc": "Its capacity."
              },
              {
                "name": "caseReference",
                "type": [
                  "null",
                  "string"
                ],
                "default": null,
                "doc": "Its case reference."
              },
              {
                "name": "interestId",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "logicalType": "uuid"
                  }
                ],
                "default": null,
                "doc": "The interest."
              },
              {
                "name": "interestVersion",
                "type": [
                  "null",
                  "int"
                ],
                "default": null,
                "doc": "Version of the interest."
              },
              {
                "name": "consents",
                "type": [
                  "null",
                  {
                    "type": "array",
                    "items": {
                      "type": "record",
                      "namespace": "told",
                      "name": "ConsentUsed",
                      "doc": "A consent looked at.",
                      "fields": [
                        {
                          "name": "consentId",
                          "type": {
                            "type": "string",
                            "logicalType": "uuid"
                          },
                          "doc": "The consent."
                        },
                        {
                          "name": "version",
                          "type": "int",
                          "doc": "Its version."
                        }
                      ]
                    }
                  }
                ],
                "default": null,
                "doc": "Consents that the answer rests on."
              },
              {
                "name": "verdict",
                "type": {
                  "type": "string",
                  "values": [
                    "release",
                    "trimmed",
                    "hold",
                    "refused",
                    "own"
                  ]
                },
                "doc": "The answer.",
                "example": "release"
              },
              {
                "name": "reason",
                "type": [
                  "null",
                  "string"
                ],
                "default": null,
                "doc": "Reason code for hold, refused, own.",
                "example": "no-basis"
              },
              {
                "name": "matched",
                "type": {
                  "type": "string",
                  "values": [
                    "nino",
                    "particulars",
                    "officer",
                    "none"
                  ]
                },
                "default": "none",
                "doc": "How the interest was matched."
              },
              {
                "name": "fields",
                "type": {
                  "type": "array",
                  "items": {
                    "type": "record",
                    "namespace": "told",
                    "name": "FieldBasis",
                    "doc": "A field given, and what allowed it.",
                    "fields": [
                      {
                        "name": "field",
                        "type": "string",
                        "doc": "Dotted path."
                      },
                      {
                        "name": "agreement",
                        "type": "string",
                        "doc": "Agreement id."
                      },
                      {
                        "name": "version",
                        "type": "int",
                        "doc": "Agreement version."
                      },
                      {
                        "name": "hash",
                        "type": "string",
                        "doc": "SHA-256 of the agreement file, hex."
                      }
                    ]
                  }
                },
                "default": [],
                "doc": "Fields given."
              },
              {
                "name": "basis",
                "type": [
                  "null",
                  {
                    "type": "array",
                    "items": {
                      "type": "record",
                      "namespace": "told",
                      "name": "DecisionBasis",
                      "doc": "An agreement file that the answer rests on.",
                      "fields": [
                        {
                          "name": "agreement",
                          "type": "string",
                          "doc": "Agreement id.",
                          "example": "dwp-to-council-ctb"
                        },
                        {
                          "name": "version",
                          "type": "int",
                          "doc": "Agreement version.",
                          "example": 2
                        },
                        {
                          "name": "hash",
                          "type": "string",
                          "doc": "SHA-256 of the agreement file, hex."
                        }
                      ]
                    }
                  }
                ],
                "default": null,
                "doc": "Agreements that the release rests on, also when it gives no field, as an annulment does."
              },
              {
                "name": "withheld",
                "type": {
                  "type": "array",
                  "items": {
                    "type": "record",
                    "namespace": "told",
                    "name": "WithheldField",
                    "doc": "A field that was told but not given.",
                    "fields": [
                      {
                        "name": "field",
                        "type": "string",
                        "doc": "Dotted path, such as income.employer.",
                        "example": "income.employer"
                      },
                      {
                        "name": "reason",
                        "type": "string",
                        "doc": "Why: no-basis, not-in-agreement, protected.",
                        "example": "not-in-agreement"
                      }
                    ]
                  }
                },
                "default": [],
                "doc": "Fields withheld."
              },
              {
                "name": "releaseId",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "logicalType": "uuid"
                  }
                ],
                "default": null,
                "doc": "The release when there is one."
              },
              {
                "name": "releaseSequence",
                "type": [
                  "null",
                  "long"
                ],
                "default": null,
                "doc": "Its sequence."
              }
            ]
          }
        },
        "doc": "One entry for each interest, or one refusal without recipient."
      }
    ]
  },
  "Head": {
    "type": "record",
    "namespace": "told",
    "name": "Head",
    "doc": "What the ledger held at a moment, signed: whoever keeps one can find out later whether anything before it was touched.",
    "fields": [
      {
        "name": "logId",
        "type": {
          "type": "string",
          "pattern": "^[^ +\\u0000-\\u001f]{1,200}$",
          "maxLength": 200
        },
        "doc": "The ledger's id; the record's key. A ledger that could not go on where it was has another id.",
        "example": "told.example/area"
      },
      {
        "name": "size",
        "type": "long",
        "doc": "How many entries it had.",
        "example": 3
      },
      {
        "name": "root",
        "type": {
          "type": "string",
          "pattern": "^[0-9a-f]{64}$",
          "maxLength": 64
        },
        "doc": "Root of the tree over them (RFC 9162, 2.1.1), SHA-256 in hexadecimal.",
        "example": "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
      },
      {
        "name": "note",
        "type": {
          "type": "string",
          "maxLength": 10000
        },
        "doc": "The same as a signed note (C2SP tlog-checkpoint), which other programs verify.",
        "example": "told.example/area\n3\nrra8/idLcKFPsGel5VeCZNsPqbUa9eC6FZFY8ynga3c=\n"
      },
      {
        "name": "signedAt",
        "type": {
          "type": "long",
          "logicalType": "timestamp-micros"
        },
        "doc": "When it was signed.",
        "example": 1273740300000000
      }
    ]
  },
  "Interest": {
    "type": "record",
    "namespace": "told",
    "name": "Interest",
    "doc": "An agency's case on a subject, as registered or ended. No identity, digests only.",
    "fields": [
      {
        "name": "interestId",
        "type": {
          "type": "string",
          "logicalType": "uuid"
        },
        "doc": "Id of the interest."
      },
      {
        "name": "version",
        "type": "int",
        "doc": "From 1, raised at each change of the interest.",
        "example": 1
      },
      {
        "name": "action",
        "type": {
          "type": "string",
          "values": [
            "registered",
            "ended",
            "linked",
            "confirmed",
            "recalled",
            "moved"
          ]
        },
        "doc": "What happened: linked to a person by particulars, confirmed or recalled by a person, moved with a merged subject.",
        "example": "registered"
      },
      {
        "name": "agency",
        "type": {
          "type": "string",
          "pattern": "^[a-z][a-z0-9-]{1,39}$",
          "maxLength": 40
        },
        "doc": "Whose case.",
        "example": "central-bedfordshire"
      },
      {
        "name": "capacity",
        "type": "string",
        "doc": "In what role.",
        "example": "ctb-claimant"
      },
      {
        "name": "caseReference",
        "type": {
          "type": "string",
          "pattern": "^[A-Za-z0-9][A-Za-z0-9./_-]{0,39}$",
          "maxLength": 40
        },
        "doc": "Its own case reference.",
        "example": "CTB-000123"
      },
      {
        "name": "subjectKey",
        "type": "string",
        "doc": "The subject."
      },
      {
        "name": "state",
        "type": {
          "type": "string",
          "values": [
            "pending",
            "provisional",
            "final",
            "refused"
          ]
        },
        "doc": "pending: nobody found yet; provisional: found by particulars, a person must confirm; final: matched by number or confirmed; refused: the link was wrong.",
        "example": "final"
      },
      {
        "name": "matched",
        "type": [
          "null",
          {
            "type": "string",
            "values": [
              "nino",
              "particulars",
              "officer",
              "none"
            ]
          }
        ],
        "default": null,
        "doc": "How the person was found; null in records from before, which were all by number."
      },
      {
        "name": "identityDigests",
        "type": {
          "type": "record",
          "namespace": "told",
          "name": "IdentityDigests",
          "doc": "Keyed digests of identity, compared with an interest's; null when the source did not say.",
          "fields": [
            {
              "name": "secretVersion",
              "type": "int",
              "doc": "Version of the area secret.",
              "example": 1
            },
            {
              "name": "birthDate",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "doc": "Birth date."
            },
            {
              "name": "surnamePrefix",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "doc": "First three letters of the normalised surname."
            },
            {
              "name": "initial",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "doc": "First letter of the normalised forename."
            },
            {
              "name": "postcode",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "doc": "Postcode."
            },
            {
              "name": "surname",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "doc": "The whole normalised surname; used to find a person without a number, never to refuse one."
            },
            {
              "name": "forename",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "doc": "The whole normalised forename; used as the surname is."
            }
          ]
        },
        "doc": "Digests of who the agency believes the person to be."
      },
      {
        "name": "from",
        "type": {
          "type": "int",
          "logicalType": "date"
        },
        "doc": "First day of the interest.",
        "example": "2009-11-02"
      },
      {
        "name": "until",
        "type": [
          "null",
          {
            "type": "int",
            "logicalType": "date"
          }
        ],
        "default": null,
        "doc": "Last day, when known."
      },
      {
        "name": "asksBackFill",
        "type": [
          "null",
          "boolean"
        ],
        "default": null,
        "doc": "True while the agency is still to be given what was told before; null in records from before."
      },
      {
        "name": "subjectVersion",
        "type": [
          "null",
          "long"
        ],
        "default": null,
        "doc": "Version of the subject's row from which it holds, the fence; null in records from before.",
        "example": 3
      },
      {
        "name": "changedAt",
        "type": {
          "type": "long",
          "logicalType": "timestamp-micros"
        },
        "doc": "When it was recorded.",
        "unit": "microseconds since 1970 UTC"
      }
    ]
  },
  "Outcome": {
    "type": "record",
    "namespace": "told",
    "name": "Outcome",
    "doc": "What a recipient did with a release. No fact values.",
    "fields": [
      {
        "name": "releaseId",
        "type": {
          "type": "string",
          "logicalType": "uuid"
        },
        "doc": "The release answered."
      },
      {
        "name": "outcomeNo",
        "type": "int",
        "doc": "From 1; a later answer to the same release, such as applied after to-verify, has the next.",
        "example": 1
      },
      {
        "name": "caseReference",
        "type": {
          "type": "string",
          "pattern": "^[A-Za-z0-9][A-Za-z0-9./_-]{0,39}$",
          "maxLength": 40
        },
        "doc": "The recipient's case reference; the record's key.",
        "example": "CTB-000123"
      },
      {
        "name": "releaseSequence",
        "type": "long",
        "doc": "The release's sequence.",
        "example": 1
      },
      {
        "name": "kind",
        "type": {
          "type": "string",
          "values": [
            "applied",
            "no-change",
            "to-verify",
            "unmatched",
            "disputed",
            "rejected"
          ]
        },
        "doc": "What was done.",
        "example": "applied"
      },
      {
        "name": "reason",
        "type": [
          "null",
          {
            "type": "string",
            "maxLength": 80
          }
        ],
        "default": null,
        "doc": "Reason code.",
        "example": "passported"
      },
      {
        "name": "effectiveOn",
        "type": [
          "null",
          {
            "type": "int",
            "logicalType": "date"
          }
        ],
        "default": null,
        "doc": "First day from which the record or award differs.",
        "example": "2010-05-17"
      },
      {
        "name": "businessDate",
        "type": {
          "type": "int",
          "logicalType": "date"
        },
        "doc": "The office's business date.",
        "example": "2010-05-13"
      },
      {
        "name": "decidedAt",
        "type": {
          "type": "long",
          "logicalType": "timestamp-micros"
        },
        "doc": "When it was decided.",
        "unit": "microseconds since 1970 UTC"
      }
    ]
  },
  "Release": {
    "type": "record",
    "namespace": "told",
    "name": "Release",
    "doc": "What one recipient gets of one change: its own case reference and the permitted fields. It carries no identity and no changeSequence.",
    "fields": [
      {
        "name": "releaseId",
        "type": {
          "type": "string",
          "logicalType": "uuid"
        },
        "doc": "Id of this release; outcomes name it."
      },
      {
        "name": "releaseSequence",
        "type": "long",
        "doc": "Dense for each (agency, case reference), from 1.",
        "example": 1
      },
      {
        "name": "caseReference",
        "type": {
          "type": "string",
          "pattern": "^[A-Za-z0-9][A-Za-z0-9./_-]{0,39}$",
          "maxLength": 40
        },
        "doc": "The recipient's case reference; the record's key.",
        "example": "CTB-000123"
      },
      {
        "name": "capacity",
        "type": "string",
        "doc": "The role in which the recipient holds the case.",
        "example": "ctb-claimant"
      },
      {
        "name": "kind",
        "type": {
          "type": "string",
          "values": [
            "value",
            "void",
            "withdrawn",
            "do-not-rely",
            "erased"
          ]
        },
        "doc": "value: use it; the others take back what was given.",
        "example": "value"
      },
      {
        "name": "changeId",
        "type": {
          "type": "string",
          "logicalType": "uuid"
        },
        "doc": "The change."
      },
      {
        "name": "sourceAgency",
        "type": {
          "type": "string",
          "pattern": "^[a-z][a-z0-9-]{1,39}$",
          "maxLength": 40
        },
        "doc": "Who told.",
        "example": "jobcentre"
      },
      {
        "name": "fact",
        "type": {
          "type": "string",
          "values": [
            "address",
            "income",
            "household",
            "benefitAward",
            "capital",
            "identity",
            "death"
          ]
        },
        "doc": "Which kind of fact the change is about.",
        "example": "income"
      },
      {
        "name": "changeType",
        "type": {
          "type": "string",
          "values": [
            "created",
            "corrected",
            "annulled",
            "ended"
          ]
        },
        "doc": "created: a fact moved on; corrected: an earlier notice was wrong from its first day; annulled: it was never true; ended: the fact no longer holds.",
        "example": "created"
      },
      {
        "name": "previousChangeId",
        "type": [
          "null",
          {
            "type": "string",
            "logicalType": "uuid"
          }
        ],
        "default": null,
        "doc": "The change that a correction, annulment or end points to."
      },
      {
        "name": "occurredOn",
        "type": {
          "type": "int",
          "logicalType": "date"
        },
        "doc": "The day it happened.",
        "example": "2010-05-12"
      },
      {
        "name": "notifiedOn",
        "type": {
          "type": "int",
          "logicalType": "date"
        },
        "doc": "The day the person first told somebody.",
        "example": "2010-05-13"
      },
      {
        "name": "receivedOn",
        "type": {
          "type": "int",
          "logicalType": "date"
        },
        "doc": "The day the source office got it.",
        "example": "2010-05-13"
      },
      {
        "name": "usedOn",
        "type": [
          "null",
          {
            "type": "int",
            "logicalType": "date"
          }
        ],
        "default": null,
        "doc": "The day the source used it to decide a benefit; without it a council may not use it unverified.",
        "source": "SI 2007/2911 reg 2",
        "example": "2010-05-13"
      },
      {
        "name": "usedFor",
        "type": [
          "null",
          {
            "type": "string",
            "values": [
              "is",
              "jsa-ib",
              "jsa-c",
              "esa-ir",
              "esa-c",
              "pc-guarantee",
              "pc-savings",
              "hb",
              "ctb",
              "wtc",
              "ctc"
            ]
          }
        ],
        "default": null,
        "doc": "The benefit it was used to decide.",
        "example": "jsa-ib"
      },
      {
        "name": "evidence",
        "type": {
          "type": "record",
          "namespace": "told",
          "name": "Evidence",
          "doc": "How well the source knows what it tells.",
          "fields": [
            {
              "name": "level",
              "type": {
                "type": "string",
                "values": [
                  "self-declared",
                  "seen",
                  "verified-at-source"
                ]
              },
              "doc": "self-declared: the person said so; seen: an officer saw a document; verified-at-source: checked with whoever issued it.",
              "example": "seen"
            },
            {
              "name": "documents",
              "type": {
                "type": "array",
                "maxItems": 20,
                "items": {
                  "type": "record",
                  "namespace": "told",
                  "name": "Document",
                  "doc": "A document seen; the document itself does not travel.",
                  "fields": [
                    {
                      "name": "type",
                      "type": {
                        "type": "string",
                        "maxLength": 40,
                        "pattern": "^[a-z][a-z0-9-]*$"
                      },
                      "doc": "Kind of document, such as payslip or tenancy-agreement.",
                      "example": "payslip"
                    },
                    {
                      "name": "seenOn",
                      "type": [
                        "null",
                        {
                          "type": "int",
                          "logicalType": "date"
                        }
                      ],
                      "default": null,
                      "doc": "Day it was seen.",
                      "example": "2010-05-13"
                    },
                    {
                      "name": "officerReference",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "maxLength": 40,
                          "pattern": "^[A-Za-z0-9._-]+$"
                        }
                      ],
                      "default": null,
                      "doc": "The source office's reference for the officer who saw it.",
                      "example": "JCP-OFF-7"
                    },
                    {
                      "name": "sha256",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "pattern": "^[0-9a-f]{64}$"
                        }
                      ],
                      "default": null,
                      "doc": "SHA-256 of the document as kept by the source, in hex."
                    }
                  ]
                }
              },
              "default": [],
              "doc": "Documents seen."
            }
          ]
        },
        "doc": "How well the source knows it."
      },
      {
        "name": "basis",
        "type": {
          "type": "array",
          "items": {
            "type": "record",
            "namespace": "told",
            "name": "ReleaseBasis",
            "doc": "An agreement that allowed this release.",
            "fields": [
              {
                "name": "agreement",
                "type": "string",
                "doc": "Agreement id.",
                "example": "dwp-to-council-2010"
              },
              {
                "name": "version",
                "type": "int",
                "doc": "Agreement version.",
                "example": 1
              }
            ]
          }
        },
        "doc": "The agreements it rests on."
      },
      {
        "name": "withheld",
        "type": {
          "type": "array",
          "items": {
            "type": "record",
            "namespace": "told",
            "name": "WithheldField",
            "doc": "A field that was told but not given.",
            "fields": [
              {
                "name": "field",
                "type": "string",
                "doc": "Dotted path, such as income.employer.",
                "example": "income.employer"
              },
              {
                "name": "reason",
                "type": "string",
                "doc": "Why: no-basis, not-in-agreement, protected.",
                "example": "not-in-agreement"
              }
            ]
          }
        },
        "default": [],
        "doc": "Fields told but not given."
      },
      {
        "name": "backFill",
        "type": "boolean",
        "default": false,
        "doc": "True when sent because of a new interest."
      },
      {
        "name": "redeliveryOf",
        "type": [
          "null",
          {
            "type": "string",
            "logicalType": "uuid"
          }
        ],
        "default": null,
        "doc": "The first release when this one repeats it."
      },
      {
        "name": "takesBack",
        "type": [
          "null",
          {
            "type": "string",
            "logicalType": "uuid"
          }
        ],
        "default": null,
        "doc": "The release that a withdrawn, do-not-rely or erased one takes back; for withdrawn, `withheld` names the fields."
      },
      {
        "name": "releasedAt",
        "type": {
          "type": "long",
          "logicalType": "timestamp-micros"
        },
        "doc": "When the gateway decided.",
        "unit": "microseconds since 1970 UTC"
      },
      {
        "name": "address",
        "type": [
          "null",
          {
            "type": "record",
            "namespace": "told",
            "name": "Address",
            "doc": "Where a person lives or is written to. A move is one fact: out of one place and into another.",
            "fields": [
              {
                "name": "role",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "values": [
                      "moved-out",
                      "moved-in",
                      "correspondence"
                    ]
                  }
                ],
                "default": null,
                "doc": "Which side of a move this notice tells; a complete move tells moved-in with both addresses.",
                "required": true,
                "example": "moved-in"
              },
              {
                "name": "fromUprn",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "pattern": "^[0-9]{1,12}$"
                  }
                ],
                "default": null,
                "doc": "Unique Property Reference Number of the place left; digits as text, compared after padding to 12.",
                "example": "999900000017"
              },
              {
                "name": "fromLines",
                "type": [
                  "null",
                  {
                    "type": "array",
                    "items": {
                      "type": "string",
                      "maxLength": 35
                    },
                    "maxItems": 5
                  }
                ],
                "default": null,
                "doc": "Address lines of the place left.",
                "example": [
                  "1 Sample Street",
                  "Luton"
                ]
              },
              {
                "name": "fromPostcode",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "pattern": "^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$",
                    "maxLength": 8
                  }
                ],
                "default": null,
                "doc": "Postcode of the place left.",
                "example": "LU1 0AA"
              },
              {
                "name": "toUprn",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "pattern": "^[0-9]{1,12}$"
                  }
                ],
                "default": null,
                "doc": "Unique Property Reference Number of the place moved to.",
                "example": "999900000025"
              },
              {
                "name": "toLines",
                "type": [
                  "null",
                  {
                    "type": "array",
                    "items": {
                      "type": "string",
                      "maxLength": 35
                    },
                    "maxItems": 5
                  }
                ],
                "default": null,
                "doc": "Address lines of the place moved to.",
                "example": [
                  "2 Sample Street",
                  "Dunstable"
                ]
              },
              {
                "name": "toPostcode",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "pattern": "^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$",
                    "maxLength": 8
                  }
                ],
                "default": null,
                "doc": "Postcode of the place moved to.",
                "example": "LU5 0AB"
              },
              {
                "name": "movedOutOn",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "doc": "Day of moving out. The state at the end of a day counts for the whole day, so this day is not charged.",
                "source": "LGFA 1992 s.2(2)",
                "example": "2010-05-12"
              },
              {
                "name": "movedInOn",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "doc": "Day of moving in.",
                "example": "2010-05-12"
              },
              {
                "name": "tenure",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "values": [
                      "owner",
                      "private-tenant",
                      "council-tenant",
                      "housing-association-tenant",
                      "lodger",
                      "other"
                    ]
                  }
                ],
                "default": null,
                "doc": "How the home is held.",
                "source": "Single Housing Benefit Extract vocabulary",
                "example": "private-tenant"
              },
              {
                "name": "rentPence",
                "type": [
                  "null",
                  "long"
                ],
                "default": null,
                "doc": "Rent for one rent period.",
                "unit": "pence",
                "minimum": 0,
                "maximum": 100000000,
                "example": 45000
              },
              {
                "name": "rentPeriod",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "values": [
                      "weekly",
                      "two-weekly",
                      "four-weekly",
                      "monthly",
                      "yearly"
                    ]
                  }
                ],
                "default": null,
                "doc": "What the rent is for.",
                "example": "monthly"
              },
              {
                "name": "liablePersons",
                "type": [
                  "null",
                  "int"
                ],
                "default": null,
                "doc": "Persons jointly liable for council tax at the new place.",
                "minimum": 1,
                "maximum": 20,
                "unit": "persons",
                "example": 1
              },
              {
                "name": "protected",
                "type": [
                  "null",
                  "boolean"
                ],
                "default": null,
                "doc": "True when disclosure of this address would put a person at risk.",
                "example": false
              }
            ]
          }
        ],
        "default": null,
        "doc": "Set when fact is address."
      },
      {
        "name": "income",
        "type": [
          "null",
          {
            "type": "record",
            "namespace": "told",
            "name": "Income",
            "doc": "Money that a member of the household gets. Amounts are for one pay period.",
            "fields": [
              {
                "name": "who",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "values": [
                      "claimant",
                      "partner",
                      "non-dependant"
                    ]
                  }
                ],
                "default": null,
                "doc": "Whose income it is.",
                "required": true,
                "example": "claimant"
              },
              {
                "name": "kind",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "values": [
                      "employed",
                      "self-employed",
                      "occupational-pension",
                      "other"
                    ]
                  }
                ],
                "default": null,
                "doc": "What kind of income it is.",
                "required": true,
                "example": "employed"
              },
              {
                "name": "employer",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "maxLength": 80
                  }
                ],
                "default": null,
                "doc": "Name of the employer.",
                "example": "Sample Stores Ltd"
              },
              {
                "name": "grossPence",
                "type": [
                  "null",
                  "long"
                ],
                "default": null,
                "doc": "Gross for one pay period.",
                "unit": "pence",
                "minimum": 0,
                "maximum": 100000000,
                "example": 9280
              },
              {
                "name": "netPence",
                "type": [
                  "null",
                  "long"
                ],
                "default": null,
                "doc": "After tax and National Insurance, for one pay period; half the pension contribution is taken off by the rules, not here.",
                "unit": "pence",
                "minimum": 0,
                "maximum": 100000000,
                "example": 9280
              },
              {
                "name": "payPeriod",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "values": [
                      "weekly",
                      "two-weekly",
                      "four-weekly",
                      "monthly",
                      "yearly"
                    ]
                  }
                ],
                "default": null,
                "doc": "What the amounts are for.",
                "example": "weekly"
              },
              {
                "name": "hoursPerWeek",
                "type": [
                  "null",
                  "int"
                ],
                "default": null,
                "doc": "Complete hours worked in a week; a part hour is left off, since every threshold in the rules is a whole number of hours.",
                "unit": "hours",
                "minimum": 0,
                "maximum": 168,
                "example": 16
              },
              {
                "name": "pensionContributionPence",
                "type": [
                  "null",
                  "long"
                ],
                "default": null,
                "doc": "The person's own pension contribution for one pay period.",
                "unit": "pence",
                "minimum": 0,
                "maximum": 100000000,
                "example": 0
              },
              {
                "name": "firstPaidOn",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "doc": "First pay day.",
                "example": "2010-05-14"
              },
              {
                "name": "startOn",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "doc": "First day of the work or of the entitlement to the income.",
                "example": "2010-05-12"
              },
              {
                "name": "endOn",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "doc": "Last day of the work or income.",
                "example": "2010-12-31"
              },
              {
                "name": "expectedToLastFiveWeeks",
                "type": [
                  "null",
                  "boolean"
                ],
                "default": null,
                "doc": "True when the work is expected to last five weeks or more.",
                "source": "CTB Regs 2006 reg 60",
                "example": true
              }
            ]
          }
        ],
        "default": null,
        "doc": "Set when fact is income."
      },
      {
        "name": "household",
        "type": [
          "null",
          {
            "type": "record",
            "namespace": "told",
            "name": "Household",
            "doc": "A member joins or leaves the household, or what is known of a member moves on.",
            "source": "Single Housing Benefit Extract vocabulary",
            "fields": [
              {
                "name": "member",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "maxLength": 71,
                    "pattern": "^[\\p{L} '\\-.^`]+$"
                  }
                ],
                "default": null,
                "doc": "Name of the member.",
                "example": "Ben Sample"
              },
              {
                "name": "relation",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "values": [
                      "partner",
                      "child",
                      "non-dependant",
                      "joint-tenant"
                    ]
                  }
                ],
                "default": null,
                "doc": "Relation to the claimant.",
                "required": true,
                "example": "partner"
              },
              {
                "name": "birthDate",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "doc": "Birth date of the member.",
                "example": "1981-03-04"
              },
              {
                "name": "joinedOn",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "doc": "Day of joining the household.",
                "example": "2010-05-12"
              },
              {
                "name": "leftOn",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "doc": "Day of leaving the household.",
                "example": "2010-12-31"
              },
              {
                "name": "reason",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "values": [
                      "moved-in",
                      "moved-out",
                      "born",
                      "died",
                      "other"
                    ]
                  }
                ],
                "default": null,
                "doc": "Why the household changed.",
                "example": "moved-in"
              },
              {
                "name": "worksSixteenHoursOrMore",
                "type": [
                  "null",
                  "boolean"
                ],
                "default": null,
                "doc": "True when the member works 16 hours a week or more.",
                "example": false
              },
              {
                "name": "grossWeeklyIncomePence",
                "type": [
                  "null",
                  "long"
                ],
                "default": null,
                "doc": "Gross weekly income of a non-dependant.",
                "unit": "pence a week",
                "minimum": 0,
                "maximum": 100000000,
                "example": 0
              },
              {
                "name": "benefits",
                "type": [
                  "null",
                  {
                    "type": "array",
                    "items": {
                      "type": "string",
                      "maxLength": 20
                    },
                    "maxItems": 20
                  }
                ],
                "default": null,
                "doc": "Benefits that a non-dependant gets.",
                "example": []
              },
              {
                "name": "childBenefitInPayment",
                "type": [
                  "null",
                  "boolean"
                ],
                "default": null,
                "doc": "True when child benefit is paid for the member.",
                "example": false
              }
            ]
          }
        ],
        "default": null,
        "doc": "Set when fact is household."
      },
      {
        "name": "benefitAward",
        "type": [
          "null",
          {
            "type": "record",
            "namespace": "told",
            "name": "BenefitAward",
            "doc": "An award of another benefit starts, changes or stops. Health benefits are not carried.",
            "fields": [
              {
                "name": "benefit",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "values": [
                      "is",
                      "jsa-ib",
                      "jsa-c",
                      "esa-ir",
                      "esa-c",
                      "pc-guarantee",
                      "pc-savings",
                      "hb",
                      "ctb",
                      "wtc",
                      "ctc"
                    ]
                  }
                ],
                "default": null,
                "doc": "Which benefit.",
                "required": true,
                "example": "jsa-ib"
              },
              {
                "name": "action",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "values": [
                      "start",
                      "change",
                      "stop"
                    ]
                  }
                ],
                "default": null,
                "doc": "What happened to the award.",
                "required": true,
                "example": "stop"
              },
              {
                "name": "weeklyAmountPence",
                "type": [
                  "null",
                  "long"
                ],
                "default": null,
                "doc": "Weekly amount from `from` on.",
                "unit": "pence a week",
                "minimum": 0,
                "maximum": 100000000,
                "example": 6545
              },
              {
                "name": "from",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "doc": "First day of the award or of the changed amount.",
                "example": "2010-01-04"
              },
              {
                "name": "lastDayOfEntitlement",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "doc": "Last day of entitlement when the award stops; the date of change for council tax benefit is the day after it.",
                "source": "CTB Regs 2006 reg 67",
                "example": "2010-05-11"
              }
            ]
          }
        ],
        "default": null,
        "doc": "Set when fact is benefitAward."
      },
      {
        "name": "capital",
        "type": [
          "null",
          {
            "type": "record",
            "namespace": "told",
            "name": "Capital",
            "doc": "What a household owns that counts as capital, as one total; a change tells the new total and not the difference.",
            "source": "Single Housing Benefit Extract vocabulary",
            "fields": [
              {
                "name": "totalPence",
                "type": [
                  "null",
                  "long"
                ],
                "default": null,
                "doc": "All capital of the owner together, on the day it stands for.",
                "unit": "pence",
                "minimum": 0,
                "maximum": 10000000000,
                "required": true,
                "example": 600000
              },
              {
                "name": "owner",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "values": [
                      "claimant",
                      "partner",
                      "couple"
                    ]
                  }
                ],
                "default": null,
                "doc": "Whose capital it is; of a couple all of it counts as the claimant’s.",
                "required": true,
                "example": "couple"
              },
              {
                "name": "asOf",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "doc": "The day on which it was worth that much.",
                "example": "2010-05-12"
              }
            ]
          }
        ],
        "default": null,
        "doc": "Set when fact is capital."
      },
      {
        "name": "identity",
        "type": [
          "null",
          {
            "type": "record",
            "namespace": "told",
            "name": "Identity",
            "doc": "What was known of the person’s identity was wrong or has moved on. It carries no National Insurance number: a new one travels as a keyed digest.",
            "fields": [
              {
                "name": "newNinoDigest",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "pattern": "^[0-9a-f]{32}$"
                  }
                ],
                "default": null,
                "doc": "Keyed digest of the new National Insurance number without its suffix; says nothing to whoever lacks the area secret.",
                "example": "00112233445566778899aabbccddeeff"
              },
              {
                "name": "formerNames",
                "type": [
                  "null",
                  {
                    "type": "array",
                    "items": {
                      "type": "string",
                      "maxLength": 71,
                      "pattern": "^[\\p{L} '\\-.^`]+$"
                    },
                    "maxItems": 10
                  }
                ],
                "default": null,
                "doc": "Names the person was known by before, whole names.",
                "example": [
                  "Asha Example"
                ]
              },
              {
                "name": "birthDate",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "doc": "The right birth date, when another one was known.",
                "example": "1980-02-29"
              },
              {
                "name": "reason",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "values": [
                      "nino-changed",
                      "name-changed",
                      "birth-date-corrected",
                      "other"
                    ]
                  }
                ],
                "default": null,
                "doc": "Why what is known of the person changes.",
                "example": "name-changed"
              }
            ]
          }
        ],
        "default": null,
        "doc": "Set when fact is identity."
      },
      {
        "name": "death",
        "type": [
          "null",
          {
            "type": "record",
            "namespace": "told",
            "name": "Death",
            "doc": "A member of the household has died.",
            "fields": [
              {
                "name": "who",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "values": [
                      "claimant",
                      "partner",
                      "child",
                      "non-dependant"
                    ]
                  }
                ],
                "default": null,
                "doc": "Who has died.",
                "required": true,
                "example": "partner"
              },
              {
                "name": "member",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "maxLength": 71,
                    "pattern": "^[\\p{L} '\\-.^`]+$"
                  }
                ],
                "default": null,
                "doc": "Name of the person who has died.",
                "example": "Ben Sample"
              },
              {
                "name": "birthDate",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "doc": "Birth date of the person who has died.",
                "example": "1981-03-04"
              },
              {
                "name": "diedOn",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "doc": "Day of death.",
                "required": true,
                "example": "2010-05-12"
              },
              {
                "name": "reportedBy",
                "type": [
                  "null",
                  {
                    "type": "string",
                    "values": [
                      "registrar",
                      "family",
                      "agency",
                      "other"
                    ]
                  }
                ],
                "default": null,
                "doc": "Who reported the death to the source.",
                "example": "family"
              }
            ]
          }
        ],
        "default": null,
        "doc": "Set when fact is death."
      },
      {
        "name": "dutyDischarged",
        "type": [
          "null",
          {
            "type": "string",
            "maxLength": 80
          }
        ],
        "default": null,
        "doc": "Legal reference when telling the source discharged a duty to tell the recipient too; births and deaths only.",
        "source": "SI 2010/444",
        "example": "SI 2010/444"
      }
    ]
  },
  "Submission": {
    "type": "record",
    "namespace": "told",
    "name": "Submission",
    "doc": "What an agency tells: the change in its own words, before intake has validated and ordered it. The only record on which a NINO travels.",
    "fields": [
      {
        "name": "idempotencyKey",
        "type": {
          "type": "string",
          "maxLength": 200,
          "pattern": "^[\\x21-\\x7e]{1,200}$"
        },
        "doc": "The agency's own key for this notice; the same key and content is the same change.",
        "example": "jcp-2010-000123"
      },
      {
        "name": "change",
        "type": {
          "type": "record",
          "namespace": "told",
          "name": "SubmittedChange",
          "doc": "A change as an agency tells it, by HTTP or on its submissions topic.",
          "fields": [
            {
              "name": "person",
              "type": [
                "null",
                {
                  "type": "record",
                  "namespace": "told",
                  "name": "Person",
                  "doc": "Who the change is about, as the source knows them. Never leaves intake.",
                  "fields": [
                    {
                      "name": "nino",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "maxLength": 16
                        }
                      ],
                      "default": null,
                      "doc": "National Insurance number; spaces and lower case are accepted.",
                      "example": "QQ123456C"
                    },
                    {
                      "name": "surname",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "maxLength": 35,
                          "pattern": "^[\\p{L} '\\-.^`]+$"
                        }
                      ],
                      "default": null,
                      "doc": "Family name.",
                      "example": "Sample"
                    },
                    {
                      "name": "forename",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "maxLength": 35,
                          "pattern": "^[\\p{L} '\\-.^`]+$"
                        }
                      ],
                      "default": null,
                      "doc": "First given name.",
                      "example": "Asha"
                    },
                    {
                      "name": "birthDate",
                      "type": [
                        "null",
                        {
                          "type": "int",
                          "logicalType": "date"
                        }
                      ],
                      "default": null,
                      "doc": "Birth date.",
                      "example": "1980-02-29"
                    },
                    {
                      "name": "postcode",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "pattern": "^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$",
                          "maxLength": 8
                        }
                      ],
                      "default": null,
                      "doc": "Current postcode.",
                      "example": "LU1 0AA"
                    }
                  ]
                }
              ],
              "default": null,
              "doc": "The person; may be left out when caseReference is one that intake already knows for this agency."
            },
            {
              "name": "caseReference",
              "type": [
                "null",
                {
                  "type": "string",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9./_-]{0,39}$",
                  "maxLength": 40
                }
              ],
              "default": null,
              "doc": "The source's own case reference.",
              "example": "JSA-000123"
            },
            {
              "name": "system",
              "type": [
                "null",
                {
                  "type": "string",
                  "maxLength": 40,
                  "pattern": "^[A-Za-z0-9._-]+$"
                }
              ],
              "default": null,
              "doc": "The source's system that recorded it.",
              "example": "jsaps"
            },
            {
              "name": "fact",
              "type": {
                "type": "string",
                "values": [
                  "address",
                  "income",
                  "household",
                  "benefitAward",
                  "capital",
                  "identity",
                  "death"
                ]
              },
              "doc": "Which kind of fact the change is about.",
              "example": "income"
            },
            {
              "name": "changeType",
              "type": {
                "type": "string",
                "values": [
                  "created",
                  "corrected",
                  "annulled",
                  "ended"
                ]
              },
              "doc": "created: a fact moved on; corrected: an earlier notice was wrong from its first day; annulled: it was never true; ended: the fact no longer holds.",
              "example": "created"
            },
            {
              "name": "previousChangeId",
              "type": [
                "null",
                {
                  "type": "string",
                  "logicalType": "uuid"
                }
              ],
              "default": null,
              "doc": "The change that a correction, annulment or end points to."
            },
            {
              "name": "occurredOn",
              "type": {
                "type": "int",
                "logicalType": "date"
              },
              "doc": "The day it happened.",
              "example": "2010-05-12"
            },
            {
              "name": "notifiedOn",
              "type": {
                "type": "int",
                "logicalType": "date"
              },
              "doc": "The day the person first told somebody.",
              "example": "2010-05-13"
            },
            {
              "name": "receivedOn",
              "type": {
                "type": "int",
                "logicalType": "date"
              },
              "doc": "The day the source office got it.",
              "example": "2010-05-13"
            },
            {
              "name": "usedOn",
              "type": [
                "null",
                {
                  "type": "int",
                  "logicalType": "date"
                }
              ],
              "default": null,
              "doc": "The day the source used it to decide a benefit; without it a council may not use it unverified.",
              "source": "SI 2007/2911 reg 2",
              "example": "2010-05-13"
            },
            {
              "name": "usedFor",
              "type": [
                "null",
                {
                  "type": "string",
                  "values": [
                    "is",
                    "jsa-ib",
                    "jsa-c",
                    "esa-ir",
                    "esa-c",
                    "pc-guarantee",
                    "pc-savings",
                    "hb",
                    "ctb",
                    "wtc",
                    "ctc"
                  ]
                }
              ],
              "default": null,
              "doc": "The benefit it was used to decide.",
              "example": "jsa-ib"
            },
            {
              "name": "evidence",
              "type": {
                "type": "record",
                "namespace": "told",
                "name": "Evidence",
                "doc": "How well the source knows what it tells.",
                "fields": [
                  {
                    "name": "level",
                    "type": {
                      "type": "string",
                      "values": [
                        "self-declared",
                        "seen",
                        "verified-at-source"
                      ]
                    },
                    "doc": "self-declared: the person said so; seen: an officer saw a document; verified-at-source: checked with whoever issued it.",
                    "example": "seen"
                  },
                  {
                    "name": "documents",
                    "type": {
                      "type": "array",
                      "maxItems": 20,
                      "items": {
                        "type": "record",
                        "namespace": "told",
                        "name": "Document",
                        "doc": "A document seen; the document itself does not travel.",
                        "fields": [
                          {
                            "name": "type",
                            "type": {
                              "type": "string",
                              "maxLength": 40,
                              "pattern": "^[a-z][a-z0-9-]*$"
                            },
                            "doc": "Kind of document, such as payslip or tenancy-agreement.",
                            "example": "payslip"
                          },
                          {
                            "name": "seenOn",
                            "type": [
                              "null",
                              {
                                "type": "int",
                                "logicalType": "date"
                              }
                            ],
                            "default": null,
                            "doc": "Day it was seen.",
                            "example": "2010-05-13"
                          },
                          {
                            "name": "officerReference",
                            "type": [
                              "null",
                              {
                                "type": "string",
                                "maxLength": 40,
                                "pattern": "^[A-Za-z0-9._-]+$"
                              }
                            ],
                            "default": null,
                            "doc": "The source office's reference for the officer who saw it.",
                            "example": "JCP-OFF-7"
                          },
                          {
                            "name": "sha256",
                            "type": [
                              "null",
                              {
                                "type": "string",
                                "pattern": "^[0-9a-f]{64}$"
                              }
                            ],
                            "default": null,
                            "doc": "SHA-256 of the document as kept by the source, in hex."
                          }
                        ]
                      }
                    },
                    "default": [],
                    "doc": "Documents seen."
                  }
                ]
              },
              "default": {
                "level": "self-declared",
                "documents": []
              },
              "doc": "How well the source knows it."
            },
            {
              "name": "dutyDischarged",
              "type": [
                "null",
                {
                  "type": "string",
                  "maxLength": 80
                }
              ],
              "default": null,
              "doc": "Legal reference when telling this office discharged a duty to tell another; births and deaths only.",
              "source": "SI 2010/444"
            },
            {
              "name": "address",
              "type": [
                "null",
                {
                  "type": "record",
                  "namespace": "told",
                  "name": "Address",
                  "doc": "Where a person lives or is written to. A move is one fact: out of one place and into another.",
                  "fields": [
                    {
                      "name": "role",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "values": [
                            "moved-out",
                            "moved-in",
                            "correspondence"
                          ]
                        }
                      ],
                      "default": null,
                      "doc": "Which side of a move this notice tells; a complete move tells moved-in with both addresses.",
                      "required": true,
                      "example": "moved-in"
                    },
                    {
                      "name": "fromUprn",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "pattern": "^[0-9]{1,12}$"
                        }
                      ],
                      "default": null,
                      "doc": "Unique Property Reference Number of the place left; digits as text, compared after padding to 12.",
                      "example": "999900000017"
                    },
                    {
                      "name": "fromLines",
                      "type": [
                        "null",
                        {
                          "type": "array",
                          "items": {
                            "type": "string",
                            "maxLength": 35
                          },
                          "maxItems": 5
                        }
                      ],
                      "default": null,
                      "doc": "Address lines of the place left.",
                      "example": [
                        "1 Sample Street",
                        "Luton"
                      ]
                    },
                    {
                      "name": "fromPostcode",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "pattern": "^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$",
                          "maxLength": 8
                        }
                      ],
                      "default": null,
                      "doc": "Postcode of the place left.",
                      "example": "LU1 0AA"
                    },
                    {
                      "name": "toUprn",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "pattern": "^[0-9]{1,12}$"
                        }
                      ],
                      "default": null,
                      "doc": "Unique Property Reference Number of the place moved to.",
                      "example": "999900000025"
                    },
                    {
                      "name": "toLines",
                      "type": [
                        "null",
                        {
                          "type": "array",
                          "items": {
                            "type": "string",
                            "maxLength": 35
                          },
                          "maxItems": 5
                        }
                      ],
                      "default": null,
                      "doc": "Address lines of the place moved to.",
                      "example": [
                        "2 Sample Street",
                        "Dunstable"
                      ]
                    },
                    {
                      "name": "toPostcode",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "pattern": "^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$",
                          "maxLength": 8
                        }
                      ],
                      "default": null,
                      "doc": "Postcode of the place moved to.",
                      "example": "LU5 0AB"
                    },
                    {
                      "name": "movedOutOn",
                      "type": [
                        "null",
                        {
                          "type": "int",
                          "logicalType": "date"
                        }
                      ],
                      "default": null,
                      "doc": "Day of moving out. The state at the end of a day counts for the whole day, so this day is not charged.",
                      "source": "LGFA 1992 s.2(2)",
                      "example": "2010-05-12"
                    },
                    {
                      "name": "movedInOn",
                      "type": [
                        "null",
                        {
                          "type": "int",
                          "logicalType": "date"
                        }
                      ],
                      "default": null,
                      "doc": "Day of moving in.",
                      "example": "2010-05-12"
                    },
                    {
                      "name": "tenure",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "values": [
                            "owner",
                            "private-tenant",
                            "council-tenant",
                            "housing-association-tenant",
                            "lodger",
                            "other"
                          ]
                        }
                      ],
                      "default": null,
                      "doc": "How the home is held.",
                      "source": "Single Housing Benefit Extract vocabulary",
                      "example": "private-tenant"
                    },
                    {
                      "name": "rentPence",
                      "type": [
                        "null",
                        "long"
                      ],
                      "default": null,
                      "doc": "Rent for one rent period.",
                      "unit": "pence",
                      "minimum": 0,
                      "maximum": 100000000,
                      "example": 45000
                    },
                    {
                      "name": "rentPeriod",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "values": [
                            "weekly",
                            "two-weekly",
                            "four-weekly",
                            "monthly",
                            "yearly"
                          ]
                        }
                      ],
                      "default": null,
                      "doc": "What the rent is for.",
                      "example": "monthly"
                    },
                    {
                      "name": "liablePersons",
                      "type": [
                        "null",
                        "int"
                      ],
                      "default": null,
                      "doc": "Persons jointly liable for council tax at the new place.",
                      "minimum": 1,
                      "maximum": 20,
                      "unit": "persons",
                      "example": 1
                    },
                    {
                      "name": "protected",
                      "type": [
                        "null",
                        "boolean"
                      ],
                      "default": null,
                      "doc": "True when disclosure of this address would put a person at risk.",
                      "example": false
                    }
                  ]
                }
              ],
              "default": null,
              "doc": "Set when fact is address."
            },
            {
              "name": "income",
              "type": [
                "null",
                {
                  "type": "record",
                  "namespace": "told",
                  "name": "Income",
                  "doc": "Money that a member of the household gets. Amounts are for one pay period.",
                  "fields": [
                    {
                      "name": "who",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "values": [
                            "claimant",
                            "partner",
                            "non-dependant"
                          ]
                        }
                      ],
                      "default": null,
                      "doc": "Whose income it is.",
                      "required": true,
                      "example": "claimant"
                    },
                    {
                      "name": "kind",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "values": [
                            "employed",
                            "self-employed",
                            "occupational-pension",
                            "other"
                          ]
                        }
                      ],
                      "default": null,
                      "doc": "What kind of income it is.",
                      "required": true,
                      "example": "employed"
                    },
                    {
                      "name": "employer",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "maxLength": 80
                        }
                      ],
                      "default": null,
                      "doc": "Name of the employer.",
                      "example": "Sample Stores Ltd"
                    },
                    {
                      "name": "grossPence",
                      "type": [
                        "null",
                        "long"
                      ],
                      "default": null,
                      "doc": "Gross for one pay period.",
                      "unit": "pence",
                      "minimum": 0,
                      "maximum": 100000000,
                      "example": 9280
                    },
                    {
                      "name": "netPence",
                      "type": [
                        "null",
                        "long"
                      ],
                      "default": null,
                      "doc": "After tax and National Insurance, for one pay period; half the pension contribution is taken off by the rules, not here.",
                      "unit": "pence",
                      "minimum": 0,
                      "maximum": 100000000,
                      "example": 9280
                    },
                    {
                      "name": "payPeriod",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "values": [
                            "weekly",
                            "two-weekly",
                            "four-weekly",
                            "monthly",
                            "yearly"
                          ]
                        }
                      ],
                      "default": null,
                      "doc": "What the amounts are for.",
                      "example": "weekly"
                    },
                    {
                      "name": "hoursPerWeek",
                      "type": [
                        "null",
                        "int"
                      ],
                      "default": null,
                      "doc": "Complete hours worked in a week; a part hour is left off, since every threshold in the rules is a whole number of hours.",
                      "unit": "hours",
                      "minimum": 0,
                      "maximum": 168,
                      "example": 16
                    },
                    {
                      "name": "pensionContributionPence",
                      "type": [
                        "null",
                        "long"
                      ],
                      "default": null,
                      "doc": "The person's own pension contribution for one pay period.",
                      "unit": "pence",
                      "minimum": 0,
                      "maximum": 100000000,
                      "example": 0
                    },
                    {
                      "name": "firstPaidOn",
                      "type": [
                        "null",
                        {
                          "type": "int",
                          "logicalType": "date"
                        }
                      ],
                      "default": null,
                      "doc": "First pay day.",
                      "example": "2010-05-14"
                    },
                    {
                      "name": "startOn",
                      "type": [
                        "null",
                        {
                          "type": "int",
                          "logicalType": "date"
                        }
                      ],
                      "default": null,
                      "doc": "First day of the work or of the entitlement to the income.",
                      "example": "2010-05-12"
                    },
                    {
                      "name": "endOn",
                      "type": [
                        "null",
                        {
                          "type": "int",
                          "logicalType": "date"
                        }
                      ],
                      "default": null,
                      "doc": "Last day of the work or income.",
                      "example": "2010-12-31"
                    },
                    {
                      "name": "expectedToLastFiveWeeks",
                      "type": [
                        "null",
                        "boolean"
                      ],
                      "default": null,
                      "doc": "True when the work is expected to last five weeks or more.",
                      "source": "CTB Regs 2006 reg 60",
                      "example": true
                    }
                  ]
                }
              ],
              "default": null,
              "doc": "Set when fact is income."
            },
            {
              "name": "household",
              "type": [
                "null",
                {
                  "type": "record",
                  "namespace": "told",
                  "name": "Household",
                  "doc": "A member joins or leaves the household, or what is known of a member moves on.",
                  "source": "Single Housing Benefit Extract vocabulary",
                  "fields": [
                    {
                      "name": "member",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "maxLength": 71,
                          "pattern": "^[\\p{L} '\\-.^`]+$"
                        }
                      ],
                      "default": null,
                      "doc": "Name of the member.",
                      "example": "Ben Sample"
                    },
                    {
                      "name": "relation",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "values": [
                            "partner",
                            "child",
                            "non-dependant",
                            "joint-tenant"
                          ]
                        }
                      ],
                      "default": null,
                      "doc": "Relation to the claimant.",
                      "required": true,
                      "example": "partner"
                    },
                    {
                      "name": "birthDate",
                      "type": [
                        "null",
                        {
                          "type": "int",
                          "logicalType": "date"
                        }
                      ],
                      "default": null,
                      "doc": "Birth date of the member.",
                      "example": "1981-03-04"
                    },
                    {
                      "name": "joinedOn",
                      "type": [
                        "null",
                        {
                          "type": "int",
                          "logicalType": "date"
                        }
                      ],
                      "default": null,
                      "doc": "Day of joining the household.",
                      "example": "2010-05-12"
                    },
                    {
                      "name": "leftOn",
                      "type": [
                        "null",
                        {
                          "type": "int",
                          "logicalType": "date"
                        }
                      ],
                      "default": null,
                      "doc": "Day of leaving the household.",
                      "example": "2010-12-31"
                    },
                    {
                      "name": "reason",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "values": [
                            "moved-in",
                            "moved-out",
                            "born",
                            "died",
                            "other"
                          ]
                        }
                      ],
                      "default": null,
                      "doc": "Why the household changed.",
                      "example": "moved-in"
                    },
                    {
                      "name": "worksSixteenHoursOrMore",
                      "type": [
                        "null",
                        "boolean"
                      ],
                      "default": null,
                      "doc": "True when the member works 16 hours a week or more.",
                      "example": false
                    },
                    {
                      "name": "grossWeeklyIncomePence",
                      "type": [
                        "null",
                        "long"
                      ],
                      "default": null,
                      "doc": "Gross weekly income of a non-dependant.",
                      "unit": "pence a week",
                      "minimum": 0,
                      "maximum": 100000000,
                      "example": 0
                    },
                    {
                      "name": "benefits",
                      "type": [
                        "null",
                        {
                          "type": "array",
                          "items": {
                            "type": "string",
                            "maxLength": 20
                          },
                          "maxItems": 20
                        }
                      ],
                      "default": null,
                      "doc": "Benefits that a non-dependant gets.",
                      "example": []
                    },
                    {
                      "name": "childBenefitInPayment",
                      "type": [
                        "null",
                        "boolean"
                      ],
                      "default": null,
                      "doc": "True when child benefit is paid for the member.",
                      "example": false
                    }
                  ]
                }
              ],
              "default": null,
              "doc": "Set when fact is household."
            },
            {
              "name": "benefitAward",
              "type": [
                "null",
                {
                  "type": "record",
                  "namespace": "told",
                  "name": "BenefitAward",
                  "doc": "An award of another benefit starts, changes or stops. Health benefits are not carried.",
                  "fields": [
                    {
                      "name": "benefit",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "values": [
                            "is",
                            "jsa-ib",
                            "jsa-c",
                            "esa-ir",
                            "esa-c",
                            "pc-guarantee",
                            "pc-savings",
                            "hb",
                            "ctb",
                            "wtc",
                            "ctc"
                          ]
                        }
                      ],
                      "default": null,
                      "doc": "Which benefit.",
                      "required": true,
                      "example": "jsa-ib"
                    },
                    {
                      "name": "action",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "values": [
                            "start",
                            "change",
                            "stop"
                          ]
                        }
                      ],
                      "default": null,
                      "doc": "What happened to the award.",
                      "required": true,
                      "example": "stop"
                    },
                    {
                      "name": "weeklyAmountPence",
                      "type": [
                        "null",
                        "long"
                      ],
                      "default": null,
                      "doc": "Weekly amount from `from` on.",
                      "unit": "pence a week",
                      "minimum": 0,
                      "maximum": 100000000,
                      "example": 6545
                    },
                    {
                      "name": "from",
                      "type": [
                        "null",
                        {
                          "type": "int",
                          "logicalType": "date"
                        }
                      ],
                      "default": null,
                      "doc": "First day of the award or of the changed amount.",
                      "example": "2010-01-04"
                    },
                    {
                      "name": "lastDayOfEntitlement",
                      "type": [
                        "null",
                        {
                          "type": "int",
                          "logicalType": "date"
                        }
                      ],
                      "default": null,
                      "doc": "Last day of entitlement when the award stops; the date of change for council tax benefit is the day after it.",
                      "source": "CTB Regs 2006 reg 67",
                      "example": "2010-05-11"
                    }
                  ]
                }
              ],
              "default": null,
              "doc": "Set when fact is benefitAward."
            },
            {
              "name": "capital",
              "type": [
                "null",
                {
                  "type": "record",
                  "namespace": "told",
                  "name": "Capital",
                  "doc": "What a household owns that counts as capital, as one total; a change tells the new total and not the difference.",
                  "source": "Single Housing Benefit Extract vocabulary",
                  "fields": [
                    {
                      "name": "totalPence",
                      "type": [
                        "null",
                        "long"
                      ],
                      "default": null,
                      "doc": "All capital of the owner together, on the day it stands for.",
                      "unit": "pence",
                      "minimum": 0,
                      "maximum": 10000000000,
                      "required": true,
                      "example": 600000
                    },
                    {
                      "name": "owner",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "values": [
                            "claimant",
                            "partner",
                            "couple"
                          ]
                        }
                      ],
                      "default": null,
                      "doc": "Whose capital it is; of a couple all of it counts as the claimant’s.",
                      "required": true,
                      "example": "couple"
                    },
                    {
                      "name": "asOf",
                      "type": [
                        "null",
                        {
                          "type": "int",
                          "logicalType": "date"
                        }
                      ],
                      "default": null,
                      "doc": "The day on which it was worth that much.",
                      "example": "2010-05-12"
                    }
                  ]
                }
              ],
              "default": null,
              "doc": "Set when fact is capital."
            },
            {
              "name": "identity",
              "type": [
                "null",
                {
                  "type": "record",
                  "namespace": "told",
                  "name": "SubmittedIdentity",
                  "doc": "What is told of a person’s identity, with a new National Insurance number in clear; intake makes Identity of it.",
                  "fields": [
                    {
                      "name": "newNino",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "maxLength": 16
                        }
                      ],
                      "default": null,
                      "doc": "The new National Insurance number; spaces and lower case are accepted. Never leaves intake.",
                      "example": "QQ654321A"
                    },
                    {
                      "name": "formerNames",
                      "type": [
                        "null",
                        {
                          "type": "array",
                          "items": {
                            "type": "string",
                            "maxLength": 71,
                            "pattern": "^[\\p{L} '\\-.^`]+$"
                          },
                          "maxItems": 10
                        }
                      ],
                      "default": null,
                      "doc": "Names the person was known by before, whole names.",
                      "example": [
                        "Asha Example"
                      ]
                    },
                    {
                      "name": "birthDate",
                      "type": [
                        "null",
                        {
                          "type": "int",
                          "logicalType": "date"
                        }
                      ],
                      "default": null,
                      "doc": "The right birth date, when another one was known.",
                      "example": "1980-02-29"
                    },
                    {
                      "name": "reason",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "values": [
                            "nino-changed",
                            "name-changed",
                            "birth-date-corrected",
                            "other"
                          ]
                        }
                      ],
                      "default": null,
                      "doc": "Why what is known of the person changes.",
                      "example": "name-changed"
                    }
                  ]
                }
              ],
              "default": null,
              "doc": "Set when fact is identity."
            },
            {
              "name": "death",
              "type": [
                "null",
                {
                  "type": "record",
                  "namespace": "told",
                  "name": "Death",
                  "doc": "A member of the household has died.",
                  "fields": [
                    {
                      "name": "who",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "values": [
                            "claimant",
                            "partner",
                            "child",
                            "non-dependant"
                          ]
                        }
                      ],
                      "default": null,
                      "doc": "Who has died.",
                      "required": true,
                      "example": "partner"
                    },
                    {
                      "name": "member",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "maxLength": 71,
                          "pattern": "^[\\p{L} '\\-.^`]+$"
                        }
                      ],
                      "default": null,
                      "doc": "Name of the person who has died.",
                      "example": "Ben Sample"
                    },
                    {
                      "name": "birthDate",
                      "type": [
                        "null",
                        {
                          "type": "int",
                          "logicalType": "date"
                        }
                      ],
                      "default": null,
                      "doc": "Birth date of the person who has died.",
                      "example": "1981-03-04"
                    },
                    {
                      "name": "diedOn",
                      "type": [
                        "null",
                        {
                          "type": "int",
                          "logicalType": "date"
                        }
                      ],
                      "default": null,
                      "doc": "Day of death.",
                      "required": true,
                      "example": "2010-05-12"
                    },
                    {
                      "name": "reportedBy",
                      "type": [
                        "null",
                        {
                          "type": "string",
                          "values": [
                            "registrar",
                            "family",
                            "agency",
                            "other"
                          ]
                        }
                      ],
                      "default": null,
                      "doc": "Who reported the death to the source.",
                      "example": "family"
                    }
                  ]
                }
              ],
              "default": null,
              "doc": "Set when fact is death."
            }
          ]
        },
        "doc": "The change."
      }
    ]
  },
  "SubmissionResult": {
    "type": "record",
    "namespace": "told",
    "name": "SubmissionResult",
    "doc": "Intake's answer to a submission.",
    "fields": [
      {
        "name": "idempotencyKey",
        "type": "string",
        "doc": "The agency's key, given back.",
        "example": "jcp-2010-000123"
      },
      {
        "name": "status",
        "type": {
          "type": "string",
          "values": [
            "accepted",
            "duplicate",
            "rejected"
          ]
        },
        "doc": "accepted: recorded now; duplicate: recorded before, with the same content; rejected: not recorded.",
        "example": "accepted"
      },
      {
        "name": "changeId",
        "type": [
          "null",
          {
            "type": "string",
            "logicalType": "uuid"
          }
        ],
        "default": null,
        "doc": "The change's id when accepted or duplicate."
      },
      {
        "name": "code",
        "type": [
          "null",
          "string"
        ],
        "default": null,
        "doc": "Problem code when rejected.",
        "example": "nino-malformed"
      },
      {
        "name": "errors",
        "type": {
          "type": "array",
          "items": {
            "type": "record",
            "namespace": "told",
            "name": "FieldError",
            "doc": "One thing wrong with one field; never its value.",
            "fields": [
              {
                "name": "pointer",
                "type": "string",
                "doc": "JSON pointer to the field.",
                "example": "/change/person/nino"
              },
              {
                "name": "code",
                "type": "string",
                "doc": "Rule broken.",
                "example": "nino-malformed"
              },
              {
                "name": "detail",
                "type": "string",
                "doc": "The rule in a sentence."
              }
            ]
          }
        },
        "default": [],
        "doc": "Every field error at once."
      },
      {
        "name": "answeredAt",
        "type": {
          "type": "long",
          "logicalType": "timestamp-micros"
        },
        "doc": "When intake answered.",
        "unit": "microseconds since 1970 UTC"
      }
    ]
  },
  "Suspension": {
    "type": "record",
    "namespace": "told",
    "name": "Suspension",
    "doc": "An agreement or an agency suspended at once, or resumed.",
    "fields": [
      {
        "name": "target",
        "type": {
          "type": "string",
          "values": [
            "agreement",
            "agency"
          ]
        },
        "doc": "What is suspended.",
        "example": "agreement"
      },
      {
        "name": "id",
        "type": {
          "type": "string",
          "pattern": "^[a-z][a-z0-9-]{1,59}$",
          "maxLength": 60
        },
        "doc": "Its id; the record's key.",
        "example": "dwp-to-council-ctb"
      },
      {
        "name": "action",
        "type": {
          "type": "string",
          "values": [
            "suspended",
            "resumed"
          ]
        },
        "doc": "What happened.",
        "example": "suspended"
      },
      {
        "name": "version",
        "type": "long",
        "doc": "Version of the suspensions from which it holds: the fence.",
        "example": 1
      },
      {
        "name": "reason",
        "type": {
          "type": "string",
          "maxLength": 200
        },
        "doc": "Why, as the operator said; names no person.",
        "example": "under investigation"
      },
      {
        "name": "recordedAt",
        "type": {
          "type": "long",
          "logicalType": "timestamp-micros"
        },
        "doc": "When it was recorded.",
        "unit": "microseconds since 1970 UTC"
      }
    ]
  }
};
