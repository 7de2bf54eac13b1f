// Generated from schemas/ by "npm run build -w @told/codec". Do not edit.

import type { NamedTypes } from './types.ts';

/** JSON Schema (draft 2020-12) of every named type. Nullable fields and fields with a default may be left out. */
export const jsonSchemas: Readonly<Record<keyof NamedTypes, Readonly<Record<string, unknown>>>> = {
  "Action": {
    "title": "Action",
    "type": "object",
    "description": "What an operator or officer did by hand: to what, why, and as whom. No personal data.",
    "additionalProperties": false,
    "required": [
      "actionId",
      "action",
      "targetKind",
      "target",
      "reason",
      "actor",
      "recordedAt"
    ],
    "properties": {
      "actionId": {
        "type": "string",
        "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        "description": "Id of the action."
      },
      "action": {
        "type": "string",
        "enum": [
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
        ],
        "description": "What was done.",
        "examples": [
          "parked-released"
        ]
      },
      "targetKind": {
        "type": "string",
        "enum": [
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
        ],
        "description": "What the target names.",
        "examples": [
          "case"
        ]
      },
      "target": {
        "type": "string",
        "pattern": "^[A-Za-z0-9][A-Za-z0-9./_-]{0,119}$",
        "maxLength": 120,
        "description": "To what it was done; the record’s key. A subject key; a case as agency and case reference with a slash between them; a partition as topic and number with a slash between them; the id of an agency, agreement, replay, ledger, incident or key store; the name of a page.",
        "examples": [
          "central-bedfordshire/CTB-000123"
        ]
      },
      "stream": {
        "type": [
          "string",
          "null"
        ],
        "maxLength": 80,
        "description": "Of parked records: the stream in which the key waited, as it names it. Of rows deleted by age: their table.",
        "default": null,
        "examples": [
          "releases"
        ]
      },
      "recordId": {
        "type": [
          "string",
          "null"
        ],
        "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        "description": "Id of the one record that it was about, if it was about one: a change, release, match review, erasure or incident.",
        "default": null
      },
      "records": {
        "type": [
          "integer",
          "null"
        ],
        "minimum": 0,
        "maximum": 4503599627370495,
        "description": "How many records it moved, where it moved any.",
        "default": null,
        "examples": [
          12
        ]
      },
      "reason": {
        "type": "string",
        "maxLength": 200,
        "description": "Why, as who did it said; names no person.",
        "examples": [
          "the missing change was sent again"
        ]
      },
      "actor": {
        "type": "string",
        "maxLength": 128,
        "description": "Who did it: the person who signed in, else the client whose token was shown.",
        "examples": [
          "operator"
        ]
      },
      "recordedAt": {
        "type": "integer",
        "minimum": -4503599627370495,
        "maximum": 4503599627370495,
        "description": "When it was recorded. Unit: microseconds since 1970 UTC."
      }
    }
  },
  "Address": {
    "title": "Address",
    "type": "object",
    "description": "Where a person lives or is written to. A move is one fact: out of one place and into another.",
    "additionalProperties": false,
    "required": [],
    "properties": {
      "role": {
        "type": [
          "string",
          "null"
        ],
        "enum": [
          "moved-out",
          "moved-in",
          "correspondence",
          null
        ],
        "description": "Which side of a move this notice tells; a complete move tells moved-in with both addresses.",
        "default": null,
        "examples": [
          "moved-in"
        ]
      },
      "fromUprn": {
        "type": [
          "string",
          "null"
        ],
        "pattern": "^[0-9]{1,12}$",
        "description": "Unique Property Reference Number of the place left; digits as text, compared after padding to 12.",
        "default": null,
        "examples": [
          "999900000017"
        ]
      },
      "fromLines": {
        "type": [
          "array",
          "null"
        ],
        "items": {
          "type": "string",
          "maxLength": 35
        },
        "maxItems": 5,
        "description": "Address lines of the place left.",
        "default": null,
        "examples": [
          [
            "1 Sample Street",
            "Luton"
          ]
        ]
      },
      "fromPostcode": {
        "type": [
          "string",
          "null"
        ],
        "pattern": "^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$",
        "maxLength": 8,
        "description": "Postcode of the place left.",
        "default": null,
        "examples": [
          "LU1 0AA"
        ]
      },
      "toUprn": {
        "type": [
          "string",
          "null"
        ],
        "pattern": "^[0-9]{1,12}$",
        "description": "Unique Property Reference Number of the place moved to.",
        "default": null,
        "examples": [
          "999900000025"
        ]
      },
      "toLines": {
        "type": [
          "array",
          "null"
        ],
        "items": {
          "type": "string",
          "maxLength": 35
        },
        "maxItems": 5,
        "description": "Address lines of the place moved to.",
        "default": null,
        "examples": [
          [
            "2 Sample Street",
            "Dunstable"
          ]
        ]
      },
      "toPostcode": {
        "type": [
          "string",
          "null"
        ],
        "pattern": "^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$",
        "maxLength": 8,
        "description": "Postcode of the place moved to.",
        "default": null,
        "examples": [
          "LU5 0AB"
        ]
      },
      "movedOutOn": {
        "type": [
          "string",
          "null"
        ],
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "Day of moving out. The state at the end of a day counts for the whole day, so this day is not charged. Source: LGFA 1992 s.2(2).",
        "default": null,
        "examples": [
          "2010-05-12"
        ]
      },
      "movedInOn": {
        "type": [
          "string",
          "null"
        ],
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "Day of moving in.",
        "default": null,
        "examples": [
          "2010-05-12"
        ]
      },
      "tenure": {
        "type": [
          "string",
          "null"
        ],
        "enum": [
          "owner",
          "private-tenant",
          "council-tenant",
          "housing-association-tenant",
          "lodger",
          "other",
          null
        ],
        "description": "How the home is held. Source: Single Housing Benefit Extract vocabulary.",
        "default": null,
        "examples": [
          "private-tenant"
        ]
      },
      "rentPence": {
        "type": [
          "integer",
          "null"
        ],
        "minimum": 0,
        "maximum": 100000000,
        "description": "Rent for one rent period. Unit: pence.",
        "default": null,
        "examples": [
          45000
        ]
      },
      "rentPeriod": {
        "type": [
          "string",
          "null"
        ],
        "enum": [
          "weekly",
          "two-weekly",
          "four-weekly",
          "monthly",
          "yearly",
          null
        ],
        "description": "What the rent is for.",
        "default": null,
        "examples": [
          "monthly"
        ]
      },
      "liablePersons": {
        "type": [
          "integer",
          "null"
        ],
        "minimum": 1,
        "maximum": 20,
        "description": "Persons jointly liable for council tax at the new place. Unit: persons.",
        "default": null,
        "examples": [
          1
        ]
      },
      "protected": {
        "type": [
          "boolean",
          "null"
        ],
        "description": "True when disclosure of this address would put a person at risk.",
        "default": null,
        "examples": [
          false
        ]
      }
    }
  },
  "BenefitAward": {
    "title": "BenefitAward",
    "type": "object",
    "description": "An award of another benefit starts, changes or stops. Health benefits are not carried.",
    "additionalProperties": false,
    "required": [],
    "properties": {
      "benefit": {
        "type": [
          "string",
          "null"
        ],
        "enum": [
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
          "ctc",
          null
        ],
        "description": "Which benefit.",
        "default": null,
        "examples": [
          "jsa-ib"
        ]
      },
      "action": {
        "type": [
          "string",
          "null"
        ],
        "enum": [
          "start",
          "change",
          "stop",
          null
        ],
        "description": "What happened to the award.",
        "default": null,
        "examples": [
          "stop"
        ]
      },
      "weeklyAmountPence": {
        "type": [
          "integer",
          "null"
        ],
        "minimum": 0,
        "maximum": 100000000,
        "description": "Weekly amount from `from` on. Unit: pence a week.",
        "default": null,
        "examples": [
          6545
        ]
      },
      "from": {
        "type": [
          "string",
          "null"
        ],
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "First day of the award or of the changed amount.",
        "default": null,
        "examples": [
          "2010-01-04"
        ]
      },
      "lastDayOfEntitlement": {
        "type": [
          "string",
          "null"
        ],
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "Last day of entitlement when the award stops; the date of change for council tax benefit is the day after it. Source: CTB Regs 2006 reg 67.",
        "default": null,
        "examples": [
          "2010-05-11"
        ]
      }
    }
  },
  "Capital": {
    "title": "Capital",
    "type": "object",
    "description": "What a household owns that counts as capital, as one total; a change tells the new total and not the difference. Source: Single Housing Benefit Extract vocabulary.",
    "additionalProperties": false,
    "required": [],
    "properties": {
      "totalPence": {
        "type": [
          "integer",
          "null"
        ],
        "minimum": 0,
        "maximum": 10000000000,
        "description": "All capital of the owner together, on the day it stands for. Unit: pence.",
        "default": null,
        "examples": [
          600000
        ]
      },
      "owner": {
        "type": [
          "string",
          "null"
        ],
        "enum": [
          "claimant",
          "partner",
          "couple",
          null
        ],
        "description": "Whose capital it is; of a couple all of it counts as the claimant’s.",
        "default": null,
        "examples": [
          "couple"
        ]
      },
      "asOf": {
        "type": [
          "string",
          "null"
        ],
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "The day on which it was worth that much.",
        "default": null,
        "examples": [
          "2010-05-12"
        ]
      }
    }
  },
  "ChangeBody": {
    "title": "ChangeBody",
    "type": "object",
    "description": "What changed: one nullable record for each kind of fact. Framed with its own schema id inside ClaimantChange, so that it alone can be sealed.",
    "additionalProperties": false,
    "required": [],
    "properties": {
      "address": {
        "type": [
          "object",
          "null"
        ],
        "description": "Set when fact is address.",
        "additionalProperties": false,
        "required": [],
        "properties": {
          "role": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "moved-out",
              "moved-in",
              "correspondence",
              null
            ],
            "description": "Which side of a move this notice tells; a complete move tells moved-in with both addresses.",
            "default": null,
            "examples": [
              "moved-in"
            ]
          },
          "fromUprn": {
            "type": [
              "string",
              "null"
            ],
            "pattern": "^[0-9]{1,12}$",
            "description": "Unique Property Reference Number of the place left; digits as text, compared after padding to 12.",
            "default": null,
            "examples": [
              "999900000017"
            ]
          },
          "fromLines": {
            "type": [
              "array",
              "null"
            ],
            "items": {
              "type": "string",
              "maxLength": 35
            },
            "maxItems": 5,
            "description": "Address lines of the place left.",
            "default": null,
            "examples": [
              [
                "1 Sample Street",
                "Luton"
              ]
            ]
          },
          "fromPostcode": {
            "type": [
              "string",
              "null"
            ],
            "pattern": "^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$",
            "maxLength": 8,
            "description": "Postcode of the place left.",
            "default": null,
            "examples": [
              "LU1 0AA"
            ]
          },
          "toUprn": {
            "type": [
              "string",
              "null"
            ],
            "pattern": "^[0-9]{1,12}$",
            "description": "Unique Property Reference Number of the place moved to.",
            "default": null,
            "examples": [
              "999900000025"
            ]
          },
          "toLines": {
            "type": [
              "array",
              "null"
            ],
            "items": {
              "type": "string",
              "maxLength": 35
            },
            "maxItems": 5,
            "description": "Address lines of the place moved to.",
            "default": null,
            "examples": [
              [
                "2 Sample Street",
                "Dunstable"
              ]
            ]
          },
          "toPostcode": {
            "type": [
              "string",
              "null"
            ],
            "pattern": "^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$",
            "maxLength": 8,
            "description": "Postcode of the place moved to.",
            "default": null,
            "examples": [
              "LU5 0AB"
            ]
          },
          "movedOutOn": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "Day of moving out. The state at the end of a day counts for the whole day, so this day is not charged. Source: LGFA 1992 s.2(2).",
            "default": null,
            "examples": [
              "2010-05-12"
            ]
          },
          "movedInOn": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "Day of moving in.",
            "default": null,
            "examples": [
              "2010-05-12"
            ]
          },
          "tenure": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "owner",
              "private-tenant",
              "council-tenant",
              "housing-association-tenant",
              "lodger",
              "other",
              null
            ],
            "description": "How the home is held. Source: Single Housing Benefit Extract vocabulary.",
            "default": null,
            "examples": [
              "private-tenant"
            ]
          },
          "rentPence": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0,
            "maximum": 100000000,
            "description": "Rent for one rent period. Unit: pence.",
            "default": null,
            "examples": [
              45000
            ]
          },
          "rentPeriod": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "weekly",
              "two-weekly",
              "four-weekly",
              "monthly",
              "yearly",
              null
            ],
            "description": "What the rent is for.",
            "default": null,
            "examples": [
              "monthly"
            ]
          },
          "liablePersons": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 1,
            "maximum": 20,
            "description": "Persons jointly liable for council tax at the new place. Unit: persons.",
            "default": null,
            "examples": [
              1
            ]
          },
          "protected": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "True when disclosure of this address would put a person at risk.",
            "default": null,
            "examples": [
              false
            ]
          }
        },
        "default": null
      },
      "income": {
        "type": [
          "object",
          "null"
        ],
        "description": "Set when fact is income.",
        "additionalProperties": false,
        "required": [],
        "properties": {
          "who": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "claimant",
              "partner",
              "non-dependant",
              null
            ],
            "description": "Whose income it is.",
            "default": null,
            "examples": [
              "claimant"
            ]
          },
          "kind": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "employed",
              "self-employed",
              "occupational-pension",
              "other",
              null
            ],
            "description": "What kind of income it is.",
            "default": null,
            "examples": [
              "employed"
            ]
          },
          "employer": {
            "type": [
              "string",
              "null"
            ],
            "maxLength": 80,
            "description": "Name of the employer.",
            "default": null,
            "examples": [
              "Sample Stores Ltd"
            ]
          },
          "grossPence": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0,
            "maximum": 100000000,
            "description": "Gross for one pay period. Unit: pence.",
            "default": null,
            "examples": [
              9280
            ]
          },
          "netPence": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0,
            "maximum": 100000000,
            "description": "After tax and National Insurance, for one pay period; half the pension contribution is taken off by the rules, not here. Unit: pence.",
            "default": null,
            "examples": [
              9280
            ]
          },
          "payPeriod": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "weekly",
              "two-weekly",
              "four-weekly",
              "monthly",
              "yearly",
              null
            ],
            "description": "What the amounts are for.",
            "default": null,
            "examples": [
              "weekly"
            ]
          },
          "hoursPerWeek": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0,
            "maximum": 168,
            "description": "Complete hours worked in a week; a part hour is left off, since every threshold in the rules is a whole number of hours. Unit: hours.",
            "default": null,
            "examples": [
              16
            ]
          },
          "pensionContributionPence": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0,
            "maximum": 100000000,
            "description": "The person's own pension contribution for one pay period. Unit: pence.",
            "default": null,
            "examples": [
              0
            ]
          },
          "firstPaidOn": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "First pay day.",
            "default": null,
            "examples": [
              "2010-05-14"
            ]
          },
          "startOn": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "First day of the work or of the entitlement to the income.",
            "default": null,
            "examples": [
              "2010-05-12"
            ]
          },
          "endOn": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "Last day of the work or income.",
            "default": null,
            "examples": [
              "2010-12-31"
            ]
          },
          "expectedToLastFiveWeeks": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "True when the work is expected to last five weeks or more. Source: CTB Regs 2006 reg 60.",
            "default": null,
            "examples": [
              true
            ]
          }
        },
        "default": null
      },
      "household": {
        "type": [
          "object",
          "null"
        ],
        "description": "Set when fact is household.",
        "additionalProperties": false,
        "required": [],
        "properties": {
          "member": {
            "type": [
              "string",
              "null"
            ],
            "pattern": "^[\\p{L} '\\-.^`]+$",
            "maxLength": 71,
            "description": "Name of the member.",
            "default": null,
            "examples": [
              "Ben Sample"
            ]
          },
          "relation": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "partner",
              "child",
              "non-dependant",
              "joint-tenant",
              null
            ],
            "description": "Relation to the claimant.",
            "default": null,
            "examples": [
              "partner"
            ]
          },
          "birthDate": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "Birth date of the member.",
            "default": null,
            "examples": [
              "1981-03-04"
            ]
          },
          "joinedOn": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "Day of joining the household.",
            "default": null,
            "examples": [
              "2010-05-12"
            ]
          },
          "leftOn": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "Day of leaving the household.",
            "default": null,
            "examples": [
              "2010-12-31"
            ]
          },
          "reason": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "moved-in",
              "moved-out",
              "born",
              "died",
              "other",
              null
            ],
            "description": "Why the household changed.",
            "default": null,
            "examples": [
              "moved-in"
            ]
          },
          "worksSixteenHoursOrMore": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "True when the member works 16 hours a week or more.",
            "default": null,
            "examples": [
              false
            ]
          },
          "grossWeeklyIncomePence": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0,
            "maximum": 100000000,
            "description": "Gross weekly income of a non-dependant. Unit: pence a week.",
            "default": null,
            "examples": [
              0
            ]
          },
          "benefits": {
            "type": [
              "array",
              "null"
            ],
            "items": {
              "type": "string",
              "maxLength": 20
            },
            "maxItems": 20,
            "description": "Benefits that a non-dependant gets.",
            "default": null,
            "examples": [
              []
            ]
          },
          "childBenefitInPayment": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "True when child benefit is paid for the member.",
            "default": null,
            "examples": [
              false
            ]
          }
        },
        "default": null
      },
      "benefitAward": {
        "type": [
          "object",
          "null"
        ],
        "description": "Set when fact is benefitAward.",
        "additionalProperties": false,
        "required": [],
        "properties": {
          "benefit": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
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
              "ctc",
              null
            ],
            "description": "Which benefit.",
            "default": null,
            "examples": [
              "jsa-ib"
            ]
          },
          "action": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "start",
              "change",
              "stop",
              null
            ],
            "description": "What happened to the award.",
            "default": null,
            "examples": [
              "stop"
            ]
          },
          "weeklyAmountPence": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0,
            "maximum": 100000000,
            "description": "Weekly amount from `from` on. Unit: pence a week.",
            "default": null,
            "examples": [
              6545
            ]
          },
          "from": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "First day of the award or of the changed amount.",
            "default": null,
            "examples": [
              "2010-01-04"
            ]
          },
          "lastDayOfEntitlement": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "Last day of entitlement when the award stops; the date of change for council tax benefit is the day after it. Source: CTB Regs 2006 reg 67.",
            "default": null,
            "examples": [
              "2010-05-11"
            ]
          }
        },
        "default": null
      },
      "capital": {
        "type": [
          "object",
          "null"
        ],
        "description": "Set when fact is capital.",
        "additionalProperties": false,
        "required": [],
        "properties": {
          "totalPence": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0,
            "maximum": 10000000000,
            "description": "All capital of the owner together, on the day it stands for. Unit: pence.",
            "default": null,
            "examples": [
              600000
            ]
          },
          "owner": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "claimant",
              "partner",
              "couple",
              null
            ],
            "description": "Whose capital it is; of a couple all of it counts as the claimant’s.",
            "default": null,
            "examples": [
              "couple"
            ]
          },
          "asOf": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "The day on which it was worth that much.",
            "default": null,
            "examples": [
              "2010-05-12"
            ]
          }
        },
        "default": null
      },
      "identity": {
        "type": [
          "object",
          "null"
        ],
        "description": "Set when fact is identity.",
        "additionalProperties": false,
        "required": [],
        "properties": {
          "newNinoDigest": {
            "type": [
              "string",
              "null"
            ],
            "pattern": "^[0-9a-f]{32}$",
            "description": "Keyed digest of the new National Insurance number without its suffix; says nothing to whoever lacks the area secret.",
            "default": null,
            "examples": [
              "00112233445566778899aabbccddeeff"
            ]
          },
          "formerNames": {
            "type": [
              "array",
              "null"
            ],
            "items": {
              "type": "string",
              "pattern": "^[\\p{L} '\\-.^`]+$",
              "maxLength": 71
            },
            "maxItems": 10,
            "description": "Names the person was known by before, whole names.",
            "default": null,
            "examples": [
              [
                "Asha Example"
              ]
            ]
          },
          "birthDate": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "The right birth date, when another one was known.",
            "default": null,
            "examples": [
              "1980-02-29"
            ]
          },
          "reason": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "nino-changed",
              "name-changed",
              "birth-date-corrected",
              "other",
              null
            ],
            "description": "Why what is known of the person changes.",
            "default": null,
            "examples": [
              "name-changed"
            ]
          }
        },
        "default": null
      },
      "death": {
        "type": [
          "object",
          "null"
        ],
        "description": "Set when fact is death.",
        "additionalProperties": false,
        "required": [],
        "properties": {
          "who": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "claimant",
              "partner",
              "child",
              "non-dependant",
              null
            ],
            "description": "Who has died.",
            "default": null,
            "examples": [
              "partner"
            ]
          },
          "member": {
            "type": [
              "string",
              "null"
            ],
            "pattern": "^[\\p{L} '\\-.^`]+$",
            "maxLength": 71,
            "description": "Name of the person who has died.",
            "default": null,
            "examples": [
              "Ben Sample"
            ]
          },
          "birthDate": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "Birth date of the person who has died.",
            "default": null,
            "examples": [
              "1981-03-04"
            ]
          },
          "diedOn": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "Day of death.",
            "default": null,
            "examples": [
              "2010-05-12"
            ]
          },
          "reportedBy": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "registrar",
              "family",
              "agency",
              "other",
              null
            ],
            "description": "Who reported the death to the source.",
            "default": null,
            "examples": [
              "family"
            ]
          }
        },
        "default": null
      }
    }
  },
  "ClaimantChange": {
    "title": "ClaimantChange",
    "type": "object",
    "description": "One notice about one fact of one person, validated and ordered by intake. The envelope is clear; the body is framed apart.",
    "additionalProperties": false,
    "required": [
      "changeId",
      "subjectKey",
      "changeSequence",
      "source",
      "identityDigests",
      "fact",
      "changeType",
      "occurredOn",
      "notifiedOn",
      "receivedOn",
      "evidence",
      "acceptedAt",
      "body"
    ],
    "properties": {
      "changeId": {
        "type": "string",
        "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        "description": "UUIDv5 of source agency and idempotency key. Source: RFC 9562."
      },
      "subjectKey": {
        "type": "string",
        "pattern": "^[0-9a-f]{32}$",
        "description": "Keyed digest that stands for the person; the record's key.",
        "examples": [
          "0123456789abcdef0123456789abcdef"
        ]
      },
      "changeSequence": {
        "type": "integer",
        "minimum": -4503599627370495,
        "maximum": 4503599627370495,
        "description": "Dense for each subject, from 1, in the order intake accepted.",
        "examples": [
          1
        ]
      },
      "source": {
        "type": "object",
        "description": "Who told.",
        "additionalProperties": false,
        "required": [
          "agency"
        ],
        "properties": {
          "agency": {
            "type": "string",
            "pattern": "^[a-z][a-z0-9-]{1,39}$",
            "maxLength": 40,
            "description": "The agency, taken from its credentials.",
            "examples": [
              "jobcentre"
            ]
          },
          "system": {
            "type": [
              "string",
              "null"
            ],
            "description": "Its system.",
            "default": null,
            "examples": [
              "jsaps"
            ]
          },
          "caseReference": {
            "type": [
              "string",
              "null"
            ],
            "description": "Its own case reference.",
            "default": null,
            "examples": [
              "JSA-000123"
            ]
          }
        }
      },
      "identityDigests": {
        "type": "object",
        "description": "Keyed digests, compared at decision.",
        "additionalProperties": false,
        "required": [
          "secretVersion"
        ],
        "properties": {
          "secretVersion": {
            "type": "integer",
            "minimum": -2147483648,
            "maximum": 2147483647,
            "description": "Version of the area secret.",
            "examples": [
              1
            ]
          },
          "birthDate": {
            "type": [
              "string",
              "null"
            ],
            "description": "Birth date.",
            "default": null
          },
          "surnamePrefix": {
            "type": [
              "string",
              "null"
            ],
            "description": "First three letters of the normalised surname.",
            "default": null
          },
          "initial": {
            "type": [
              "string",
              "null"
            ],
            "description": "First letter of the normalised forename.",
            "default": null
          },
          "postcode": {
            "type": [
              "string",
              "null"
            ],
            "description": "Postcode.",
            "default": null
          },
          "surname": {
            "type": [
              "string",
              "null"
            ],
            "description": "The whole normalised surname; used to find a person without a number, never to refuse one.",
            "default": null
          },
          "forename": {
            "type": [
              "string",
              "null"
            ],
            "description": "The whole normalised forename; used as the surname is.",
            "default": null
          }
        }
      },
      "identityDigestsBefore": {
        "type": [
          "object",
          "null"
        ],
        "description": "The same under the area secret before, while secrets are rotated: an interest registered earlier is compared with these.",
        "additionalProperties": false,
        "required": [
          "secretVersion"
        ],
        "properties": {
          "secretVersion": {
            "type": "integer",
            "minimum": -2147483648,
            "maximum": 2147483647,
            "description": "Version of the area secret.",
            "examples": [
              1
            ]
          },
          "birthDate": {
            "type": [
              "string",
              "null"
            ],
            "description": "Birth date.",
            "default": null
          },
          "surnamePrefix": {
            "type": [
              "string",
              "null"
            ],
            "description": "First three letters of the normalised surname.",
            "default": null
          },
          "initial": {
            "type": [
              "string",
              "null"
            ],
            "description": "First letter of the normalised forename.",
            "default": null
          },
          "postcode": {
            "type": [
              "string",
              "null"
            ],
            "description": "Postcode.",
            "default": null
          },
          "surname": {
            "type": [
              "string",
              "null"
            ],
            "description": "The whole normalised surname; used to find a person without a number, never to refuse one.",
            "default": null
          },
          "forename": {
            "type": [
              "string",
              "null"
            ],
            "description": "The whole normalised forename; used as the surname is.",
            "default": null
          }
        },
        "default": null
      },
      "fact": {
        "type": "string",
        "enum": [
          "address",
          "income",
          "household",
          "benefitAward",
          "capital",
          "identity",
          "death"
        ],
        "description": "Which kind of fact the change is about.",
        "examples": [
          "income"
        ]
      },
      "changeType": {
        "type": "string",
        "enum": [
          "created",
          "corrected",
          "annulled",
          "ended"
        ],
        "description": "created: a fact moved on; corrected: an earlier notice was wrong from its first day; annulled: it was never true; ended: the fact no longer holds.",
        "examples": [
          "created"
        ]
      },
      "previousChangeId": {
        "type": [
          "string",
          "null"
        ],
        "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        "description": "The change that a correction, annulment or end points to.",
        "default": null
      },
      "mergedInto": {
        "type": [
          "string",
          "null"
        ],
        "pattern": "^[0-9a-f]{32}$",
        "description": "The subject key that goes on, when two keys turned out to be one person; the last change of this key. Told by the bus itself.",
        "default": null
      },
      "occurredOn": {
        "type": "string",
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "The day it happened.",
        "examples": [
          "2010-05-12"
        ]
      },
      "notifiedOn": {
        "type": "string",
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "The day the person first told somebody.",
        "examples": [
          "2010-05-13"
        ]
      },
      "receivedOn": {
        "type": "string",
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "The day the source office got it.",
        "examples": [
          "2010-05-13"
        ]
      },
      "usedOn": {
        "type": [
          "string",
          "null"
        ],
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "The day the source used it to decide a benefit; without it a council may not use it unverified. Source: SI 2007/2911 reg 2.",
        "default": null,
        "examples": [
          "2010-05-13"
        ]
      },
      "usedFor": {
        "type": [
          "string",
          "null"
        ],
        "enum": [
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
          "ctc",
          null
        ],
        "description": "The benefit it was used to decide.",
        "default": null,
        "examples": [
          "jsa-ib"
        ]
      },
      "evidence": {
        "type": "object",
        "description": "How well the source knows it.",
        "additionalProperties": false,
        "required": [
          "level"
        ],
        "properties": {
          "level": {
            "type": "string",
            "enum": [
              "self-declared",
              "seen",
              "verified-at-source"
            ],
            "description": "self-declared: the person said so; seen: an officer saw a document; verified-at-source: checked with whoever issued it.",
            "examples": [
              "seen"
            ]
          },
          "documents": {
            "type": "array",
            "items": {
              "type": "object",
              "description": "A document seen; the document itself does not travel.",
              "additionalProperties": false,
              "required": [
                "type"
              ],
              "properties": {
                "type": {
                  "type": "string",
                  "pattern": "^[a-z][a-z0-9-]*$",
                  "maxLength": 40,
                  "description": "Kind of document, such as payslip or tenancy-agreement.",
                  "examples": [
                    "payslip"
                  ]
                },
                "seenOn": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "format": "date",
                  "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
                  "description": "Day it was seen.",
                  "default": null,
                  "examples": [
                    "2010-05-13"
                  ]
                },
                "officerReference": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "pattern": "^[A-Za-z0-9._-]+$",
                  "maxLength": 40,
                  "description": "The source office's reference for the officer who saw it.",
                  "default": null,
                  "examples": [
                    "JCP-OFF-7"
                  ]
                },
                "sha256": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "pattern": "^[0-9a-f]{64}$",
                  "description": "SHA-256 of the document as kept by the source, in hex.",
                  "default": null
                }
              }
            },
            "maxItems": 20,
            "description": "Documents seen.",
            "default": []
          }
        }
      },
      "dutyDischarged": {
        "type": [
          "string",
          "null"
        ],
        "maxLength": 80,
        "description": "Legal reference when telling this office discharged a duty to tell another; births and deaths only. Source: SI 2010/444.",
        "default": null
      },
      "acceptedAt": {
        "type": "integer",
        "minimum": -4503599627370495,
        "maximum": 4503599627370495,
        "description": "When intake accepted it. Unit: microseconds since 1970 UTC."
      },
      "body": {
        "type": "string",
        "contentEncoding": "base64",
        "description": "ChangeBody in Confluent framing: byte 0, four-byte schema id, Avro. Sealed for its person: byte 1, four-byte schema id, four-byte key number, then AES-256-GCM (docs/explanation/erasure.md)."
      }
    }
  },
  "Consent": {
    "title": "Consent",
    "type": "object",
    "description": "A person's consent to one recipient for one purpose, as given or withdrawn. No identity.",
    "additionalProperties": false,
    "required": [
      "consentId",
      "version",
      "action",
      "subjectKey",
      "recipient",
      "purpose",
      "recordedBy",
      "on",
      "subjectVersion",
      "recordedAt"
    ],
    "properties": {
      "consentId": {
        "type": "string",
        "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        "description": "Id of the consent: one for each person, recipient and purpose."
      },
      "version": {
        "type": "integer",
        "minimum": -2147483648,
        "maximum": 2147483647,
        "description": "From 1, raised each time it is given or withdrawn.",
        "examples": [
          1
        ]
      },
      "action": {
        "type": "string",
        "enum": [
          "given",
          "withdrawn"
        ],
        "description": "What happened.",
        "examples": [
          "given"
        ]
      },
      "subjectKey": {
        "type": "string",
        "pattern": "^[0-9a-f]{32}$",
        "description": "The subject; the record's key.",
        "examples": [
          "0123456789abcdef0123456789abcdef"
        ]
      },
      "recipient": {
        "type": "string",
        "pattern": "^[a-z][a-z0-9-]{1,39}$",
        "maxLength": 40,
        "description": "Who may be given what rests on it.",
        "examples": [
          "central-bedfordshire"
        ]
      },
      "purpose": {
        "type": "string",
        "pattern": "^[a-z][a-z0-9-]{1,59}$",
        "maxLength": 60,
        "description": "What for; one that an agreement by consent names.",
        "examples": [
          "pre-filling-forms"
        ]
      },
      "recordedBy": {
        "type": "string",
        "pattern": "^[a-z][a-z0-9-]{1,39}$",
        "maxLength": 40,
        "description": "The agency that the person told.",
        "examples": [
          "jobcentre"
        ]
      },
      "on": {
        "type": "string",
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "The day the person gave or withdrew it.",
        "examples": [
          "2010-05-12"
        ]
      },
      "until": {
        "type": [
          "string",
          "null"
        ],
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "Last day, when it was given for a time.",
        "default": null,
        "examples": [
          "2011-05-11"
        ]
      },
      "subjectVersion": {
        "type": "integer",
        "minimum": -4503599627370495,
        "maximum": 4503599627370495,
        "description": "Version of the subject's row from which it holds: the fence.",
        "examples": [
          3
        ]
      },
      "recordedAt": {
        "type": "integer",
        "minimum": -4503599627370495,
        "maximum": 4503599627370495,
        "description": "When it was recorded. Unit: microseconds since 1970 UTC."
      }
    }
  },
  "ConsentUsed": {
    "title": "ConsentUsed",
    "type": "object",
    "description": "A consent looked at.",
    "additionalProperties": false,
    "required": [
      "consentId",
      "version"
    ],
    "properties": {
      "consentId": {
        "type": "string",
        "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        "description": "The consent."
      },
      "version": {
        "type": "integer",
        "minimum": -2147483648,
        "maximum": 2147483647,
        "description": "Its version."
      }
    }
  },
  "DeadLetter": {
    "title": "DeadLetter",
    "type": "object",
    "description": "A record that its reader could not read, or that an operator gave up: where it is and why, never what it says or whom it is about. Who says so is told by the topic.",
    "additionalProperties": false,
    "required": [
      "deadLetterId",
      "topic",
      "partition",
      "offset",
      "digest",
      "cause",
      "recordedAt"
    ],
    "properties": {
      "deadLetterId": {
        "type": "string",
        "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        "description": "Id of the dead letter."
      },
      "topic": {
        "type": "string",
        "pattern": "^[a-z][a-z0-9.-]{0,99}$",
        "maxLength": 100,
        "description": "Topic of the record.",
        "examples": [
          "told.outcomes.luton"
        ]
      },
      "partition": {
        "type": "integer",
        "minimum": 0,
        "maximum": 2147483647,
        "description": "Partition of the record. With the topic it is the key.",
        "examples": [
          2
        ]
      },
      "offset": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4503599627370495,
        "description": "Offset of the record.",
        "examples": [
          118
        ]
      },
      "digest": {
        "type": "string",
        "pattern": "^[0-9a-f]{64}$",
        "maxLength": 64,
        "description": "SHA-256 of the record’s key and value, in hexadecimal, as in the header `digest`.",
        "examples": [
          "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
        ]
      },
      "cause": {
        "type": "string",
        "pattern": "^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$",
        "maxLength": 80,
        "description": "Why, as a code: `undecodable`, `unknown-schema`, `illegal-value`, `corrupt`, `key-mismatch`, `seal-broken`, or that of the error with which its reader refused it.",
        "examples": [
          "undecodable"
        ]
      },
      "recordedAt": {
        "type": "integer",
        "minimum": -4503599627370495,
        "maximum": 4503599627370495,
        "description": "When it was recorded. Unit: microseconds since 1970 UTC."
      }
    }
  },
  "Death": {
    "title": "Death",
    "type": "object",
    "description": "A member of the household has died.",
    "additionalProperties": false,
    "required": [],
    "properties": {
      "who": {
        "type": [
          "string",
          "null"
        ],
        "enum": [
          "claimant",
          "partner",
          "child",
          "non-dependant",
          null
        ],
        "description": "Who has died.",
        "default": null,
        "examples": [
          "partner"
        ]
      },
      "member": {
        "type": [
          "string",
          "null"
        ],
        "pattern": "^[\\p{L} '\\-.^`]+$",
        "maxLength": 71,
        "description": "Name of the person who has died.",
        "default": null,
        "examples": [
          "Ben Sample"
        ]
      },
      "birthDate": {
        "type": [
          "string",
          "null"
        ],
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "Birth date of the person who has died.",
        "default": null,
        "examples": [
          "1981-03-04"
        ]
      },
      "diedOn": {
        "type": [
          "string",
          "null"
        ],
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "Day of death.",
        "default": null,
        "examples": [
          "2010-05-12"
        ]
      },
      "reportedBy": {
        "type": [
          "string",
          "null"
        ],
        "enum": [
          "registrar",
          "family",
          "agency",
          "other",
          null
        ],
        "description": "Who reported the death to the source.",
        "default": null,
        "examples": [
          "family"
        ]
      }
    }
  },
  "Decision": {
    "title": "Decision",
    "type": "object",
    "description": "The gateway's answer for one change and every recipient. Ids, versions and field names only.",
    "additionalProperties": false,
    "required": [
      "decisionId",
      "changeId",
      "subjectKey",
      "changeSequence",
      "run",
      "businessDate",
      "decidedAt",
      "subjectVersion",
      "engineVersion",
      "agreementSet",
      "recipients"
    ],
    "properties": {
      "decisionId": {
        "type": "string",
        "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        "description": "Id of this run."
      },
      "changeId": {
        "type": "string",
        "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        "description": "The change."
      },
      "subjectKey": {
        "type": "string",
        "description": "The subject; the record's key."
      },
      "changeSequence": {
        "type": "integer",
        "minimum": -4503599627370495,
        "maximum": 4503599627370495,
        "description": "The change's sequence.",
        "examples": [
          1
        ]
      },
      "run": {
        "type": "integer",
        "minimum": -2147483648,
        "maximum": 2147483647,
        "description": "1 for the first decision on a change.",
        "examples": [
          1
        ]
      },
      "cause": {
        "type": [
          "string",
          "null"
        ],
        "enum": [
          "told",
          "match-confirmed",
          "back-fill",
          "merged",
          "redelivered",
          null
        ],
        "description": "Why it was decided; null in records from before: told. Every run after the first has a cause of its own.",
        "default": null,
        "examples": [
          "told"
        ]
      },
      "rootChangeId": {
        "type": [
          "string",
          "null"
        ],
        "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        "description": "The first change of its chain of corrections, annulment and end.",
        "default": null
      },
      "businessDate": {
        "type": "string",
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "Business date of decision.",
        "examples": [
          "2010-04-05"
        ]
      },
      "decidedAt": {
        "type": "integer",
        "minimum": -4503599627370495,
        "maximum": 4503599627370495,
        "description": "When it was decided. Unit: microseconds since 1970 UTC."
      },
      "subjectVersion": {
        "type": "integer",
        "minimum": -4503599627370495,
        "maximum": 4503599627370495,
        "description": "Version of the subject's row, the fence.",
        "examples": [
          1
        ]
      },
      "engineVersion": {
        "type": "string",
        "description": "Version of the decision rules.",
        "examples": [
          "1"
        ]
      },
      "agreementSet": {
        "type": "string",
        "description": "SHA-256 over the agreement files loaded, in hex."
      },
      "suspensionVersion": {
        "type": [
          "integer",
          "null"
        ],
        "minimum": -4503599627370495,
        "maximum": 4503599627370495,
        "description": "Version of the suspensions of agreements and agencies.",
        "default": null,
        "examples": [
          0
        ]
      },
      "protectedSince": {
        "type": [
          "integer",
          "null"
        ],
        "minimum": -4503599627370495,
        "maximum": 4503599627370495,
        "description": "changeSequence since which the person's address is protected.",
        "default": null
      },
      "recipients": {
        "type": "array",
        "items": {
          "type": "object",
          "description": "The answer for one recipient.",
          "additionalProperties": false,
          "required": [
            "verdict"
          ],
          "properties": {
            "agency": {
              "type": [
                "string",
                "null"
              ],
              "pattern": "^[a-z][a-z0-9-]{1,39}$",
              "maxLength": 40,
              "description": "The recipient; null when nobody holds an interest.",
              "default": null
            },
            "capacity": {
              "type": [
                "string",
                "null"
              ],
              "description": "Its capacity.",
              "default": null
            },
            "caseReference": {
              "type": [
                "string",
                "null"
              ],
              "description": "Its case reference.",
              "default": null
            },
            "interestId": {
              "type": [
                "string",
                "null"
              ],
              "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
              "description": "The interest.",
              "default": null
            },
            "interestVersion": {
              "type": [
                "integer",
                "null"
              ],
              "minimum": -2147483648,
              "maximum": 2147483647,
              "description": "Version of the interest.",
              "default": null
            },
            "consents": {
              "type": [
                "array",
                "null"
              ],
              "items": {
                "type": "object",
                "description": "A consent looked at.",
                "additionalProperties": false,
                "required": [
                  "consentId",
                  "version"
                ],
                "properties": {
                  "consentId": {
                    "type": "string",
                    "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                    "description": "The consent."
                  },
                  "version": {
                    "type": "integer",
                    "minimum": -2147483648,
                    "maximum": 2147483647,
                    "description": "Its version."
                  }
                }
              },
              "description": "Consents that the answer rests on.",
              "default": null
            },
            "verdict": {
              "type": "string",
              "enum": [
                "release",
                "trimmed",
                "hold",
                "refused",
                "own"
              ],
              "description": "The answer.",
              "examples": [
                "release"
              ]
            },
            "reason": {
              "type": [
                "string",
                "null"
              ],
              "description": "Reason code for hold, refused, own.",
              "default": null,
              "examples": [
                "no-basis"
              ]
            },
            "matched": {
              "type": "string",
              "enum": [
                "nino",
                "particulars",
                "officer",
                "none"
              ],
              "description": "How the interest was matched.",
              "default": "none"
            },
            "fields": {
              "type": "array",
              "items": {
                "type": "object",
                "description": "A field given, and what allowed it.",
                "additionalProperties": false,
                "required": [
                  "field",
                  "agreement",
                  "version",
                  "hash"
                ],
                "properties": {
                  "field": {
                    "type": "string",
                    "description": "Dotted path."
                  },
                  "agreement": {
                    "type": "string",
                    "description": "Agreement id."
                  },
                  "version": {
                    "type": "integer",
                    "minimum": -2147483648,
                    "maximum": 2147483647,
                    "description": "Agreement version."
                  },
                  "hash": {
                    "type": "string",
                    "description": "SHA-256 of the agreement file, hex."
                  }
                }
              },
              "description": "Fields given.",
              "default": []
            },
            "basis": {
              "type": [
                "array",
                "null"
              ],
              "items": {
                "type": "object",
                "description": "An agreement file that the answer rests on.",
                "additionalProperties": false,
                "required": [
                  "agreement",
                  "version",
                  "hash"
                ],
                "properties": {
                  "agreement": {
                    "type": "string",
                    "description": "Agreement id.",
                    "examples": [
                      "dwp-to-council-ctb"
                    ]
                  },
                  "version": {
                    "type": "integer",
                    "minimum": -2147483648,
                    "maximum": 2147483647,
                    "description": "Agreement version.",
                    "examples": [
                      2
                    ]
                  },
                  "hash": {
                    "type": "string",
                    "description": "SHA-256 of the agreement file, hex."
                  }
                }
              },
              "description": "Agreements that the release rests on, also when it gives no field, as an annulment does.",
              "default": null
            },
            "withheld": {
              "type": "array",
              "items": {
                "type": "object",
                "description": "A field that was told but not given.",
                "additionalProperties": false,
                "required": [
                  "field",
                  "reason"
                ],
                "properties": {
                  "field": {
                    "type": "string",
                    "description": "Dotted path, such as income.employer.",
                    "examples": [
                      "income.employer"
                    ]
                  },
                  "reason": {
                    "type": "string",
                    "description": "Why: no-basis, not-in-agreement, protected.",
                    "examples": [
                      "not-in-agreement"
                    ]
                  }
                }
              },
              "description": "Fields withheld.",
              "default": []
            },
            "releaseId": {
              "type": [
                "string",
                "null"
              ],
              "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
              "description": "The release when there is one.",
              "default": null
            },
            "releaseSequence": {
              "type": [
                "integer",
                "null"
              ],
              "minimum": -4503599627370495,
              "maximum": 4503599627370495,
              "description": "Its sequence.",
              "default": null
            }
          }
        },
        "description": "One entry for each interest, or one refusal without recipient."
      }
    }
  },
  "DecisionBasis": {
    "title": "DecisionBasis",
    "type": "object",
    "description": "An agreement file that the answer rests on.",
    "additionalProperties": false,
    "required": [
      "agreement",
      "version",
      "hash"
    ],
    "properties": {
      "agreement": {
        "type": "string",
        "description": "Agreement id.",
        "examples": [
          "dwp-to-council-ctb"
        ]
      },
      "version": {
        "type": "integer",
        "minimum": -2147483648,
        "maximum": 2147483647,
        "description": "Agreement version.",
        "examples": [
          2
        ]
      },
      "hash": {
        "type": "string",
        "description": "SHA-256 of the agreement file, hex."
      }
    }
  },
  "Document": {
    "title": "Document",
    "type": "object",
    "description": "A document seen; the document itself does not travel.",
    "additionalProperties": false,
    "required": [
      "type"
    ],
    "properties": {
      "type": {
        "type": "string",
        "pattern": "^[a-z][a-z0-9-]*$",
        "maxLength": 40,
        "description": "Kind of document, such as payslip or tenancy-agreement.",
        "examples": [
          "payslip"
        ]
      },
      "seenOn": {
        "type": [
          "string",
          "null"
        ],
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "Day it was seen.",
        "default": null,
        "examples": [
          "2010-05-13"
        ]
      },
      "officerReference": {
        "type": [
          "string",
          "null"
        ],
        "pattern": "^[A-Za-z0-9._-]+$",
        "maxLength": 40,
        "description": "The source office's reference for the officer who saw it.",
        "default": null,
        "examples": [
          "JCP-OFF-7"
        ]
      },
      "sha256": {
        "type": [
          "string",
          "null"
        ],
        "pattern": "^[0-9a-f]{64}$",
        "description": "SHA-256 of the document as kept by the source, in hex.",
        "default": null
      }
    }
  },
  "Evidence": {
    "title": "Evidence",
    "type": "object",
    "description": "How well the source knows what it tells.",
    "additionalProperties": false,
    "required": [
      "level"
    ],
    "properties": {
      "level": {
        "type": "string",
        "enum": [
          "self-declared",
          "seen",
          "verified-at-source"
        ],
        "description": "self-declared: the person said so; seen: an officer saw a document; verified-at-source: checked with whoever issued it.",
        "examples": [
          "seen"
        ]
      },
      "documents": {
        "type": "array",
        "items": {
          "type": "object",
          "description": "A document seen; the document itself does not travel.",
          "additionalProperties": false,
          "required": [
            "type"
          ],
          "properties": {
            "type": {
              "type": "string",
              "pattern": "^[a-z][a-z0-9-]*$",
              "maxLength": 40,
              "description": "Kind of document, such as payslip or tenancy-agreement.",
              "examples": [
                "payslip"
              ]
            },
            "seenOn": {
              "type": [
                "string",
                "null"
              ],
              "format": "date",
              "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
              "description": "Day it was seen.",
              "default": null,
              "examples": [
                "2010-05-13"
              ]
            },
            "officerReference": {
              "type": [
                "string",
                "null"
              ],
              "pattern": "^[A-Za-z0-9._-]+$",
              "maxLength": 40,
              "description": "The source office's reference for the officer who saw it.",
              "default": null,
              "examples": [
                "JCP-OFF-7"
              ]
            },
            "sha256": {
              "type": [
                "string",
                "null"
              ],
              "pattern": "^[0-9a-f]{64}$",
              "description": "SHA-256 of the document as kept by the source, in hex.",
              "default": null
            }
          }
        },
        "maxItems": 20,
        "description": "Documents seen.",
        "default": []
      }
    }
  },
  "FieldBasis": {
    "title": "FieldBasis",
    "type": "object",
    "description": "A field given, and what allowed it.",
    "additionalProperties": false,
    "required": [
      "field",
      "agreement",
      "version",
      "hash"
    ],
    "properties": {
      "field": {
        "type": "string",
        "description": "Dotted path."
      },
      "agreement": {
        "type": "string",
        "description": "Agreement id."
      },
      "version": {
        "type": "integer",
        "minimum": -2147483648,
        "maximum": 2147483647,
        "description": "Agreement version."
      },
      "hash": {
        "type": "string",
        "description": "SHA-256 of the agreement file, hex."
      }
    }
  },
  "FieldError": {
    "title": "FieldError",
    "type": "object",
    "description": "One thing wrong with one field; never its value.",
    "additionalProperties": false,
    "required": [
      "pointer",
      "code",
      "detail"
    ],
    "properties": {
      "pointer": {
        "type": "string",
        "description": "JSON pointer to the field.",
        "examples": [
          "/change/person/nino"
        ]
      },
      "code": {
        "type": "string",
        "description": "Rule broken.",
        "examples": [
          "nino-malformed"
        ]
      },
      "detail": {
        "type": "string",
        "description": "The rule in a sentence."
      }
    }
  },
  "Head": {
    "title": "Head",
    "type": "object",
    "description": "What the ledger held at a moment, signed: whoever keeps one can find out later whether anything before it was touched.",
    "additionalProperties": false,
    "required": [
      "logId",
      "size",
      "root",
      "note",
      "signedAt"
    ],
    "properties": {
      "logId": {
        "type": "string",
        "pattern": "^[^ +\\u0000-\\u001f]{1,200}$",
        "maxLength": 200,
        "description": "The ledger's id; the record's key. A ledger that could not go on where it was has another id.",
        "examples": [
          "told.example/area"
        ]
      },
      "size": {
        "type": "integer",
        "minimum": -4503599627370495,
        "maximum": 4503599627370495,
        "description": "How many entries it had.",
        "examples": [
          3
        ]
      },
      "root": {
        "type": "string",
        "pattern": "^[0-9a-f]{64}$",
        "maxLength": 64,
        "description": "Root of the tree over them (RFC 9162, 2.1.1), SHA-256 in hexadecimal.",
        "examples": [
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
        ]
      },
      "note": {
        "type": "string",
        "maxLength": 10000,
        "description": "The same as a signed note (C2SP tlog-checkpoint), which other programs verify.",
        "examples": [
          "told.example/area\n3\nrra8/idLcKFPsGel5VeCZNsPqbUa9eC6FZFY8ynga3c=\n"
        ]
      },
      "signedAt": {
        "type": "integer",
        "minimum": -4503599627370495,
        "maximum": 4503599627370495,
        "description": "When it was signed.",
        "examples": [
          1273740300000000
        ]
      }
    }
  },
  "Household": {
    "title": "Household",
    "type": "object",
    "description": "A member joins or leaves the household, or what is known of a member moves on. Source: Single Housing Benefit Extract vocabulary.",
    "additionalProperties": false,
    "required": [],
    "properties": {
      "member": {
        "type": [
          "string",
          "null"
        ],
        "pattern": "^[\\p{L} '\\-.^`]+$",
        "maxLength": 71,
        "description": "Name of the member.",
        "default": null,
        "examples": [
          "Ben Sample"
        ]
      },
      "relation": {
        "type": [
          "string",
          "null"
        ],
        "enum": [
          "partner",
          "child",
          "non-dependant",
          "joint-tenant",
          null
        ],
        "description": "Relation to the claimant.",
        "default": null,
        "examples": [
          "partner"
        ]
      },
      "birthDate": {
        "type": [
          "string",
          "null"
        ],
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "Birth date of the member.",
        "default": null,
        "examples": [
          "1981-03-04"
        ]
      },
      "joinedOn": {
        "type": [
          "string",
          "null"
        ],
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "Day of joining the household.",
        "default": null,
        "examples": [
          "2010-05-12"
        ]
      },
      "leftOn": {
        "type": [
          "string",
          "null"
        ],
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "Day of leaving the household.",
        "default": null,
        "examples": [
          "2010-12-31"
        ]
      },
      "reason": {
        "type": [
          "string",
          "null"
        ],
        "enum": [
          "moved-in",
          "moved-out",
          "born",
          "died",
          "other",
          null
        ],
        "description": "Why the household changed.",
        "default": null,
        "examples": [
          "moved-in"
        ]
      },
      "worksSixteenHoursOrMore": {
        "type": [
          "boolean",
          "null"
        ],
        "description": "True when the member works 16 hours a week or more.",
        "default": null,
        "examples": [
          false
        ]
      },
      "grossWeeklyIncomePence": {
        "type": [
          "integer",
          "null"
        ],
        "minimum": 0,
        "maximum": 100000000,
        "description": "Gross weekly income of a non-dependant. Unit: pence a week.",
        "default": null,
        "examples": [
          0
        ]
      },
      "benefits": {
        "type": [
          "array",
          "null"
        ],
        "items": {
          "type": "string",
          "maxLength": 20
        },
        "maxItems": 20,
        "description": "Benefits that a non-dependant gets.",
        "default": null,
        "examples": [
          []
        ]
      },
      "childBenefitInPayment": {
        "type": [
          "boolean",
          "null"
        ],
        "description": "True when child benefit is paid for the member.",
        "default": null,
        "examples": [
          false
        ]
      }
    }
  },
  "Identity": {
    "title": "Identity",
    "type": "object",
    "description": "What was known of the person’s identity was wrong or has moved on. It carries no National Insurance number: a new one travels as a keyed digest.",
    "additionalProperties": false,
    "required": [],
    "properties": {
      "newNinoDigest": {
        "type": [
          "string",
          "null"
        ],
        "pattern": "^[0-9a-f]{32}$",
        "description": "Keyed digest of the new National Insurance number without its suffix; says nothing to whoever lacks the area secret.",
        "default": null,
        "examples": [
          "00112233445566778899aabbccddeeff"
        ]
      },
      "formerNames": {
        "type": [
          "array",
          "null"
        ],
        "items": {
          "type": "string",
          "pattern": "^[\\p{L} '\\-.^`]+$",
          "maxLength": 71
        },
        "maxItems": 10,
        "description": "Names the person was known by before, whole names.",
        "default": null,
        "examples": [
          [
            "Asha Example"
          ]
        ]
      },
      "birthDate": {
        "type": [
          "string",
          "null"
        ],
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "The right birth date, when another one was known.",
        "default": null,
        "examples": [
          "1980-02-29"
        ]
      },
      "reason": {
        "type": [
          "string",
          "null"
        ],
        "enum": [
          "nino-changed",
          "name-changed",
          "birth-date-corrected",
          "other",
          null
        ],
        "description": "Why what is known of the person changes.",
        "default": null,
        "examples": [
          "name-changed"
        ]
      }
    }
  },
  "IdentityDigests": {
    "title": "IdentityDigests",
    "type": "object",
    "description": "Keyed digests of identity, compared with an interest's; null when the source did not say.",
    "additionalProperties": false,
    "required": [
      "secretVersion"
    ],
    "properties": {
      "secretVersion": {
        "type": "integer",
        "minimum": -2147483648,
        "maximum": 2147483647,
        "description": "Version of the area secret.",
        "examples": [
          1
        ]
      },
      "birthDate": {
        "type": [
          "string",
          "null"
        ],
        "description": "Birth date.",
        "default": null
      },
      "surnamePrefix": {
        "type": [
          "string",
          "null"
        ],
        "description": "First three letters of the normalised surname.",
        "default": null
      },
      "initial": {
        "type": [
          "string",
          "null"
        ],
        "description": "First letter of the normalised forename.",
        "default": null
      },
      "postcode": {
        "type": [
          "string",
          "null"
        ],
        "description": "Postcode.",
        "default": null
      },
      "surname": {
        "type": [
          "string",
          "null"
        ],
        "description": "The whole normalised surname; used to find a person without a number, never to refuse one.",
        "default": null
      },
      "forename": {
        "type": [
          "string",
          "null"
        ],
        "description": "The whole normalised forename; used as the surname is.",
        "default": null
      }
    }
  },
  "Income": {
    "title": "Income",
    "type": "object",
    "description": "Money that a member of the household gets. Amounts are for one pay period.",
    "additionalProperties": false,
    "required": [],
    "properties": {
      "who": {
        "type": [
          "string",
          "null"
        ],
        "enum": [
          "claimant",
          "partner",
          "non-dependant",
          null
        ],
        "description": "Whose income it is.",
        "default": null,
        "examples": [
          "claimant"
        ]
      },
      "kind": {
        "type": [
          "string",
          "null"
        ],
        "enum": [
          "employed",
          "self-employed",
          "occupational-pension",
          "other",
          null
        ],
        "description": "What kind of income it is.",
        "default": null,
        "examples": [
          "employed"
        ]
      },
      "employer": {
        "type": [
          "string",
          "null"
        ],
        "maxLength": 80,
        "description": "Name of the employer.",
        "default": null,
        "examples": [
          "Sample Stores Ltd"
        ]
      },
      "grossPence": {
        "type": [
          "integer",
          "null"
        ],
        "minimum": 0,
        "maximum": 100000000,
        "description": "Gross for one pay period. Unit: pence.",
        "default": null,
        "examples": [
          9280
        ]
      },
      "netPence": {
        "type": [
          "integer",
          "null"
        ],
        "minimum": 0,
        "maximum": 100000000,
        "description": "After tax and National Insurance, for one pay period; half the pension contribution is taken off by the rules, not here. Unit: pence.",
        "default": null,
        "examples": [
          9280
        ]
      },
      "payPeriod": {
        "type": [
          "string",
          "null"
        ],
        "enum": [
          "weekly",
          "two-weekly",
          "four-weekly",
          "monthly",
          "yearly",
          null
        ],
        "description": "What the amounts are for.",
        "default": null,
        "examples": [
          "weekly"
        ]
      },
      "hoursPerWeek": {
        "type": [
          "integer",
          "null"
        ],
        "minimum": 0,
        "maximum": 168,
        "description": "Complete hours worked in a week; a part hour is left off, since every threshold in the rules is a whole number of hours. Unit: hours.",
        "default": null,
        "examples": [
          16
        ]
      },
      "pensionContributionPence": {
        "type": [
          "integer",
          "null"
        ],
        "minimum": 0,
        "maximum": 100000000,
        "description": "The person's own pension contribution for one pay period. Unit: pence.",
        "default": null,
        "examples": [
          0
        ]
      },
      "firstPaidOn": {
        "type": [
          "string",
          "null"
        ],
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "First pay day.",
        "default": null,
        "examples": [
          "2010-05-14"
        ]
      },
      "startOn": {
        "type": [
          "string",
          "null"
        ],
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "First day of the work or of the entitlement to the income.",
        "default": null,
        "examples": [
          "2010-05-12"
        ]
      },
      "endOn": {
        "type": [
          "string",
          "null"
        ],
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "Last day of the work or income.",
        "default": null,
        "examples": [
          "2010-12-31"
        ]
      },
      "expectedToLastFiveWeeks": {
        "type": [
          "boolean",
          "null"
        ],
        "description": "True when the work is expected to last five weeks or more. Source: CTB Regs 2006 reg 60.",
        "default": null,
        "examples": [
          true
        ]
      }
    }
  },
  "Interest": {
    "title": "Interest",
    "type": "object",
    "description": "An agency's case on a subject, as registered or ended. No identity, digests only.",
    "additionalProperties": false,
    "required": [
      "interestId",
      "version",
      "action",
      "agency",
      "capacity",
      "caseReference",
      "subjectKey",
      "state",
      "identityDigests",
      "from",
      "changedAt"
    ],
    "properties": {
      "interestId": {
        "type": "string",
        "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        "description": "Id of the interest."
      },
      "version": {
        "type": "integer",
        "minimum": -2147483648,
        "maximum": 2147483647,
        "description": "From 1, raised at each change of the interest.",
        "examples": [
          1
        ]
      },
      "action": {
        "type": "string",
        "enum": [
          "registered",
          "ended",
          "linked",
          "confirmed",
          "recalled",
          "moved"
        ],
        "description": "What happened: linked to a person by particulars, confirmed or recalled by a person, moved with a merged subject.",
        "examples": [
          "registered"
        ]
      },
      "agency": {
        "type": "string",
        "pattern": "^[a-z][a-z0-9-]{1,39}$",
        "maxLength": 40,
        "description": "Whose case.",
        "examples": [
          "central-bedfordshire"
        ]
      },
      "capacity": {
        "type": "string",
        "description": "In what role.",
        "examples": [
          "ctb-claimant"
        ]
      },
      "caseReference": {
        "type": "string",
        "pattern": "^[A-Za-z0-9][A-Za-z0-9./_-]{0,39}$",
        "maxLength": 40,
        "description": "Its own case reference.",
        "examples": [
          "CTB-000123"
        ]
      },
      "subjectKey": {
        "type": "string",
        "description": "The subject."
      },
      "state": {
        "type": "string",
        "enum": [
          "pending",
          "provisional",
          "final",
          "refused"
        ],
        "description": "pending: nobody found yet; provisional: found by particulars, a person must confirm; final: matched by number or confirmed; refused: the link was wrong.",
        "examples": [
          "final"
        ]
      },
      "matched": {
        "type": [
          "string",
          "null"
        ],
        "enum": [
          "nino",
          "particulars",
          "officer",
          "none",
          null
        ],
        "description": "How the person was found; null in records from before, which were all by number.",
        "default": null
      },
      "identityDigests": {
        "type": "object",
        "description": "Digests of who the agency believes the person to be.",
        "additionalProperties": false,
        "required": [
          "secretVersion"
        ],
        "properties": {
          "secretVersion": {
            "type": "integer",
            "minimum": -2147483648,
            "maximum": 2147483647,
            "description": "Version of the area secret.",
            "examples": [
              1
            ]
          },
          "birthDate": {
            "type": [
              "string",
              "null"
            ],
            "description": "Birth date.",
            "default": null
          },
          "surnamePrefix": {
            "type": [
              "string",
              "null"
            ],
            "description": "First three letters of the normalised surname.",
            "default": null
          },
          "initial": {
            "type": [
              "string",
              "null"
            ],
            "description": "First letter of the normalised forename.",
            "default": null
          },
          "postcode": {
            "type": [
              "string",
              "null"
            ],
            "description": "Postcode.",
            "default": null
          },
          "surname": {
            "type": [
              "string",
              "null"
            ],
            "description": "The whole normalised surname; used to find a person without a number, never to refuse one.",
            "default": null
          },
          "forename": {
            "type": [
              "string",
              "null"
            ],
            "description": "The whole normalised forename; used as the surname is.",
            "default": null
          }
        }
      },
      "from": {
        "type": "string",
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "First day of the interest.",
        "examples": [
          "2009-11-02"
        ]
      },
      "until": {
        "type": [
          "string",
          "null"
        ],
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "Last day, when known.",
        "default": null
      },
      "asksBackFill": {
        "type": [
          "boolean",
          "null"
        ],
        "description": "True while the agency is still to be given what was told before; null in records from before.",
        "default": null
      },
      "subjectVersion": {
        "type": [
          "integer",
          "null"
        ],
        "minimum": -4503599627370495,
        "maximum": 4503599627370495,
        "description": "Version of the subject's row from which it holds, the fence; null in records from before.",
        "default": null,
        "examples": [
          3
        ]
      },
      "changedAt": {
        "type": "integer",
        "minimum": -4503599627370495,
        "maximum": 4503599627370495,
        "description": "When it was recorded. Unit: microseconds since 1970 UTC."
      }
    }
  },
  "Outcome": {
    "title": "Outcome",
    "type": "object",
    "description": "What a recipient did with a release. No fact values.",
    "additionalProperties": false,
    "required": [
      "releaseId",
      "outcomeNo",
      "caseReference",
      "releaseSequence",
      "kind",
      "businessDate",
      "decidedAt"
    ],
    "properties": {
      "releaseId": {
        "type": "string",
        "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        "description": "The release answered."
      },
      "outcomeNo": {
        "type": "integer",
        "minimum": -2147483648,
        "maximum": 2147483647,
        "description": "From 1; a later answer to the same release, such as applied after to-verify, has the next.",
        "examples": [
          1
        ]
      },
      "caseReference": {
        "type": "string",
        "pattern": "^[A-Za-z0-9][A-Za-z0-9./_-]{0,39}$",
        "maxLength": 40,
        "description": "The recipient's case reference; the record's key.",
        "examples": [
          "CTB-000123"
        ]
      },
      "releaseSequence": {
        "type": "integer",
        "minimum": -4503599627370495,
        "maximum": 4503599627370495,
        "description": "The release's sequence.",
        "examples": [
          1
        ]
      },
      "kind": {
        "type": "string",
        "enum": [
          "applied",
          "no-change",
          "to-verify",
          "unmatched",
          "disputed",
          "rejected"
        ],
        "description": "What was done.",
        "examples": [
          "applied"
        ]
      },
      "reason": {
        "type": [
          "string",
          "null"
        ],
        "maxLength": 80,
        "description": "Reason code.",
        "default": null,
        "examples": [
          "passported"
        ]
      },
      "effectiveOn": {
        "type": [
          "string",
          "null"
        ],
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "First day from which the record or award differs.",
        "default": null,
        "examples": [
          "2010-05-17"
        ]
      },
      "businessDate": {
        "type": "string",
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "The office's business date.",
        "examples": [
          "2010-05-13"
        ]
      },
      "decidedAt": {
        "type": "integer",
        "minimum": -4503599627370495,
        "maximum": 4503599627370495,
        "description": "When it was decided. Unit: microseconds since 1970 UTC."
      }
    }
  },
  "Person": {
    "title": "Person",
    "type": "object",
    "description": "Who the change is about, as the source knows them. Never leaves intake.",
    "additionalProperties": false,
    "required": [],
    "properties": {
      "nino": {
        "type": [
          "string",
          "null"
        ],
        "maxLength": 16,
        "description": "National Insurance number; spaces and lower case are accepted.",
        "default": null,
        "examples": [
          "QQ123456C"
        ]
      },
      "surname": {
        "type": [
          "string",
          "null"
        ],
        "pattern": "^[\\p{L} '\\-.^`]+$",
        "maxLength": 35,
        "description": "Family name.",
        "default": null,
        "examples": [
          "Sample"
        ]
      },
      "forename": {
        "type": [
          "string",
          "null"
        ],
        "pattern": "^[\\p{L} '\\-.^`]+$",
        "maxLength": 35,
        "description": "First given name.",
        "default": null,
        "examples": [
          "Asha"
        ]
      },
      "birthDate": {
        "type": [
          "string",
          "null"
        ],
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "Birth date.",
        "default": null,
        "examples": [
          "1980-02-29"
        ]
      },
      "postcode": {
        "type": [
          "string",
          "null"
        ],
        "pattern": "^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$",
        "maxLength": 8,
        "description": "Current postcode.",
        "default": null,
        "examples": [
          "LU1 0AA"
        ]
      }
    }
  },
  "RecipientDecision": {
    "title": "RecipientDecision",
    "type": "object",
    "description": "The answer for one recipient.",
    "additionalProperties": false,
    "required": [
      "verdict"
    ],
    "properties": {
      "agency": {
        "type": [
          "string",
          "null"
        ],
        "pattern": "^[a-z][a-z0-9-]{1,39}$",
        "maxLength": 40,
        "description": "The recipient; null when nobody holds an interest.",
        "default": null
      },
      "capacity": {
        "type": [
          "string",
          "null"
        ],
        "description": "Its capacity.",
        "default": null
      },
      "caseReference": {
        "type": [
          "string",
          "null"
        ],
        "description": "Its case reference.",
        "default": null
      },
      "interestId": {
        "type": [
          "string",
          "null"
        ],
        "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        "description": "The interest.",
        "default": null
      },
      "interestVersion": {
        "type": [
          "integer",
          "null"
        ],
        "minimum": -2147483648,
        "maximum": 2147483647,
        "description": "Version of the interest.",
        "default": null
      },
      "consents": {
        "type": [
          "array",
          "null"
        ],
        "items": {
          "type": "object",
          "description": "A consent looked at.",
          "additionalProperties": false,
          "required": [
            "consentId",
            "version"
          ],
          "properties": {
            "consentId": {
              "type": "string",
              "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
              "description": "The consent."
            },
            "version": {
              "type": "integer",
              "minimum": -2147483648,
              "maximum": 2147483647,
              "description": "Its version."
            }
          }
        },
        "description": "Consents that the answer rests on.",
        "default": null
      },
      "verdict": {
        "type": "string",
        "enum": [
          "release",
          "trimmed",
          "hold",
          "refused",
          "own"
        ],
        "description": "The answer.",
        "examples": [
          "release"
        ]
      },
      "reason": {
        "type": [
          "string",
          "null"
        ],
        "description": "Reason code for hold, refused, own.",
        "default": null,
        "examples": [
          "no-basis"
        ]
      },
      "matched": {
        "type": "string",
        "enum": [
          "nino",
          "particulars",
          "officer",
          "none"
        ],
        "description": "How the interest was matched.",
        "default": "none"
      },
      "fields": {
        "type": "array",
        "items": {
          "type": "object",
          "description": "A field given, and what allowed it.",
          "additionalProperties": false,
          "required": [
            "field",
            "agreement",
            "version",
            "hash"
          ],
          "properties": {
            "field": {
              "type": "string",
              "description": "Dotted path."
            },
            "agreement": {
              "type": "string",
              "description": "Agreement id."
            },
            "version": {
              "type": "integer",
              "minimum": -2147483648,
              "maximum": 2147483647,
              "description": "Agreement version."
            },
            "hash": {
              "type": "string",
              "description": "SHA-256 of the agreement file, hex."
            }
          }
        },
        "description": "Fields given.",
        "default": []
      },
      "basis": {
        "type": [
          "array",
          "null"
        ],
        "items": {
          "type": "object",
          "description": "An agreement file that the answer rests on.",
          "additionalProperties": false,
          "required": [
            "agreement",
            "version",
            "hash"
          ],
          "properties": {
            "agreement": {
              "type": "string",
              "description": "Agreement id.",
              "examples": [
                "dwp-to-council-ctb"
              ]
            },
            "version": {
              "type": "integer",
              "minimum": -2147483648,
              "maximum": 2147483647,
              "description": "Agreement version.",
              "examples": [
                2
              ]
            },
            "hash": {
              "type": "string",
              "description": "SHA-256 of the agreement file, hex."
            }
          }
        },
        "description": "Agreements that the release rests on, also when it gives no field, as an annulment does.",
        "default": null
      },
      "withheld": {
        "type": "array",
        "items": {
          "type": "object",
          "description": "A field that was told but not given.",
          "additionalProperties": false,
          "required": [
            "field",
            "reason"
          ],
          "properties": {
            "field": {
              "type": "string",
              "description": "Dotted path, such as income.employer.",
              "examples": [
                "income.employer"
              ]
            },
            "reason": {
              "type": "string",
              "description": "Why: no-basis, not-in-agreement, protected.",
              "examples": [
                "not-in-agreement"
              ]
            }
          }
        },
        "description": "Fields withheld.",
        "default": []
      },
      "releaseId": {
        "type": [
          "string",
          "null"
        ],
        "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        "description": "The release when there is one.",
        "default": null
      },
      "releaseSequence": {
        "type": [
          "integer",
          "null"
        ],
        "minimum": -4503599627370495,
        "maximum": 4503599627370495,
        "description": "Its sequence.",
        "default": null
      }
    }
  },
  "Release": {
    "title": "Release",
    "type": "object",
    "description": "What one recipient gets of one change: its own case reference and the permitted fields. It carries no identity and no changeSequence.",
    "additionalProperties": false,
    "required": [
      "releaseId",
      "releaseSequence",
      "caseReference",
      "capacity",
      "kind",
      "changeId",
      "sourceAgency",
      "fact",
      "changeType",
      "occurredOn",
      "notifiedOn",
      "receivedOn",
      "evidence",
      "basis",
      "releasedAt"
    ],
    "properties": {
      "releaseId": {
        "type": "string",
        "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        "description": "Id of this release; outcomes name it."
      },
      "releaseSequence": {
        "type": "integer",
        "minimum": -4503599627370495,
        "maximum": 4503599627370495,
        "description": "Dense for each (agency, case reference), from 1.",
        "examples": [
          1
        ]
      },
      "caseReference": {
        "type": "string",
        "pattern": "^[A-Za-z0-9][A-Za-z0-9./_-]{0,39}$",
        "maxLength": 40,
        "description": "The recipient's case reference; the record's key.",
        "examples": [
          "CTB-000123"
        ]
      },
      "capacity": {
        "type": "string",
        "description": "The role in which the recipient holds the case.",
        "examples": [
          "ctb-claimant"
        ]
      },
      "kind": {
        "type": "string",
        "enum": [
          "value",
          "void",
          "withdrawn",
          "do-not-rely",
          "erased"
        ],
        "description": "value: use it; the others take back what was given.",
        "examples": [
          "value"
        ]
      },
      "changeId": {
        "type": "string",
        "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        "description": "The change."
      },
      "sourceAgency": {
        "type": "string",
        "pattern": "^[a-z][a-z0-9-]{1,39}$",
        "maxLength": 40,
        "description": "Who told.",
        "examples": [
          "jobcentre"
        ]
      },
      "fact": {
        "type": "string",
        "enum": [
          "address",
          "income",
          "household",
          "benefitAward",
          "capital",
          "identity",
          "death"
        ],
        "description": "Which kind of fact the change is about.",
        "examples": [
          "income"
        ]
      },
      "changeType": {
        "type": "string",
        "enum": [
          "created",
          "corrected",
          "annulled",
          "ended"
        ],
        "description": "created: a fact moved on; corrected: an earlier notice was wrong from its first day; annulled: it was never true; ended: the fact no longer holds.",
        "examples": [
          "created"
        ]
      },
      "previousChangeId": {
        "type": [
          "string",
          "null"
        ],
        "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        "description": "The change that a correction, annulment or end points to.",
        "default": null
      },
      "occurredOn": {
        "type": "string",
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "The day it happened.",
        "examples": [
          "2010-05-12"
        ]
      },
      "notifiedOn": {
        "type": "string",
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "The day the person first told somebody.",
        "examples": [
          "2010-05-13"
        ]
      },
      "receivedOn": {
        "type": "string",
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "The day the source office got it.",
        "examples": [
          "2010-05-13"
        ]
      },
      "usedOn": {
        "type": [
          "string",
          "null"
        ],
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "The day the source used it to decide a benefit; without it a council may not use it unverified. Source: SI 2007/2911 reg 2.",
        "default": null,
        "examples": [
          "2010-05-13"
        ]
      },
      "usedFor": {
        "type": [
          "string",
          "null"
        ],
        "enum": [
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
          "ctc",
          null
        ],
        "description": "The benefit it was used to decide.",
        "default": null,
        "examples": [
          "jsa-ib"
        ]
      },
      "evidence": {
        "type": "object",
        "description": "How well the source knows it.",
        "additionalProperties": false,
        "required": [
          "level"
        ],
        "properties": {
          "level": {
            "type": "string",
            "enum": [
              "self-declared",
              "seen",
              "verified-at-source"
            ],
            "description": "self-declared: the person said so; seen: an officer saw a document; verified-at-source: checked with whoever issued it.",
            "examples": [
              "seen"
            ]
          },
          "documents": {
            "type": "array",
            "items": {
              "type": "object",
              "description": "A document seen; the document itself does not travel.",
              "additionalProperties": false,
              "required": [
                "type"
              ],
              "properties": {
                "type": {
                  "type": "string",
                  "pattern": "^[a-z][a-z0-9-]*$",
                  "maxLength": 40,
                  "description": "Kind of document, such as payslip or tenancy-agreement.",
                  "examples": [
                    "payslip"
                  ]
                },
                "seenOn": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "format": "date",
                  "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
                  "description": "Day it was seen.",
                  "default": null,
                  "examples": [
                    "2010-05-13"
                  ]
                },
                "officerReference": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "pattern": "^[A-Za-z0-9._-]+$",
                  "maxLength": 40,
                  "description": "The source office's reference for the officer who saw it.",
                  "default": null,
                  "examples": [
                    "JCP-OFF-7"
                  ]
                },
                "sha256": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "pattern": "^[0-9a-f]{64}$",
                  "description": "SHA-256 of the document as kept by the source, in hex.",
                  "default": null
                }
              }
            },
            "maxItems": 20,
            "description": "Documents seen.",
            "default": []
          }
        }
      },
      "basis": {
        "type": "array",
        "items": {
          "type": "object",
          "description": "An agreement that allowed this release.",
          "additionalProperties": false,
          "required": [
            "agreement",
            "version"
          ],
          "properties": {
            "agreement": {
              "type": "string",
              "description": "Agreement id.",
              "examples": [
                "dwp-to-council-2010"
              ]
            },
            "version": {
              "type": "integer",
              "minimum": -2147483648,
              "maximum": 2147483647,
              "description": "Agreement version.",
              "examples": [
                1
              ]
            }
          }
        },
        "description": "The agreements it rests on."
      },
      "withheld": {
        "type": "array",
        "items": {
          "type": "object",
          "description": "A field that was told but not given.",
          "additionalProperties": false,
          "required": [
            "field",
            "reason"
          ],
          "properties": {
            "field": {
              "type": "string",
              "description": "Dotted path, such as income.employer.",
              "examples": [
                "income.employer"
              ]
            },
            "reason": {
              "type": "string",
              "description": "Why: no-basis, not-in-agreement, protected.",
              "examples": [
                "not-in-agreement"
              ]
            }
          }
        },
        "description": "Fields told but not given.",
        "default": []
      },
      "backFill": {
        "type": "boolean",
        "description": "True when sent because of a new interest.",
        "default": false
      },
      "redeliveryOf": {
        "type": [
          "string",
          "null"
        ],
        "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        "description": "The first release when this one repeats it.",
        "default": null
      },
      "takesBack": {
        "type": [
          "string",
          "null"
        ],
        "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        "description": "The release that a withdrawn, do-not-rely or erased one takes back; for withdrawn, `withheld` names the fields.",
        "default": null
      },
      "releasedAt": {
        "type": "integer",
        "minimum": -4503599627370495,
        "maximum": 4503599627370495,
        "description": "When the gateway decided. Unit: microseconds since 1970 UTC."
      },
      "address": {
        "type": [
          "object",
          "null"
        ],
        "description": "Set when fact is address.",
        "additionalProperties": false,
        "required": [],
        "properties": {
          "role": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "moved-out",
              "moved-in",
              "correspondence",
              null
            ],
            "description": "Which side of a move this notice tells; a complete move tells moved-in with both addresses.",
            "default": null,
            "examples": [
              "moved-in"
            ]
          },
          "fromUprn": {
            "type": [
              "string",
              "null"
            ],
            "pattern": "^[0-9]{1,12}$",
            "description": "Unique Property Reference Number of the place left; digits as text, compared after padding to 12.",
            "default": null,
            "examples": [
              "999900000017"
            ]
          },
          "fromLines": {
            "type": [
              "array",
              "null"
            ],
            "items": {
              "type": "string",
              "maxLength": 35
            },
            "maxItems": 5,
            "description": "Address lines of the place left.",
            "default": null,
            "examples": [
              [
                "1 Sample Street",
                "Luton"
              ]
            ]
          },
          "fromPostcode": {
            "type": [
              "string",
              "null"
            ],
            "pattern": "^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$",
            "maxLength": 8,
            "description": "Postcode of the place left.",
            "default": null,
            "examples": [
              "LU1 0AA"
            ]
          },
          "toUprn": {
            "type": [
              "string",
              "null"
            ],
            "pattern": "^[0-9]{1,12}$",
            "description": "Unique Property Reference Number of the place moved to.",
            "default": null,
            "examples": [
              "999900000025"
            ]
          },
          "toLines": {
            "type": [
              "array",
              "null"
            ],
            "items": {
              "type": "string",
              "maxLength": 35
            },
            "maxItems": 5,
            "description": "Address lines of the place moved to.",
            "default": null,
            "examples": [
              [
                "2 Sample Street",
                "Dunstable"
              ]
            ]
          },
          "toPostcode": {
            "type": [
              "string",
              "null"
            ],
            "pattern": "^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$",
            "maxLength": 8,
            "description": "Postcode of the place moved to.",
            "default": null,
            "examples": [
              "LU5 0AB"
            ]
          },
          "movedOutOn": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "Day of moving out. The state at the end of a day counts for the whole day, so this day is not charged. Source: LGFA 1992 s.2(2).",
            "default": null,
            "examples": [
              "2010-05-12"
            ]
          },
          "movedInOn": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "Day of moving in.",
            "default": null,
            "examples": [
              "2010-05-12"
            ]
          },
          "tenure": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "owner",
              "private-tenant",
              "council-tenant",
              "housing-association-tenant",
              "lodger",
              "other",
              null
            ],
            "description": "How the home is held. Source: Single Housing Benefit Extract vocabulary.",
            "default": null,
            "examples": [
              "private-tenant"
            ]
          },
          "rentPence": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0,
            "maximum": 100000000,
            "description": "Rent for one rent period. Unit: pence.",
            "default": null,
            "examples": [
              45000
            ]
          },
          "rentPeriod": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "weekly",
              "two-weekly",
              "four-weekly",
              "monthly",
              "yearly",
              null
            ],
            "description": "What the rent is for.",
            "default": null,
            "examples": [
              "monthly"
            ]
          },
          "liablePersons": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 1,
            "maximum": 20,
            "description": "Persons jointly liable for council tax at the new place. Unit: persons.",
            "default": null,
            "examples": [
              1
            ]
          },
          "protected": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "True when disclosure of this address would put a person at risk.",
            "default": null,
            "examples": [
              false
            ]
          }
        },
        "default": null
      },
      "income": {
        "type": [
          "object",
          "null"
        ],
        "description": "Set when fact is income.",
        "additionalProperties": false,
        "required": [],
        "properties": {
          "who": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "claimant",
              "partner",
              "non-dependant",
              null
            ],
            "description": "Whose income it is.",
            "default": null,
            "examples": [
              "claimant"
            ]
          },
          "kind": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "employed",
              "self-employed",
              "occupational-pension",
              "other",
              null
            ],
            "description": "What kind of income it is.",
            "default": null,
            "examples": [
              "employed"
            ]
          },
          "employer": {
            "type": [
              "string",
              "null"
            ],
            "maxLength": 80,
            "description": "Name of the employer.",
            "default": null,
            "examples": [
              "Sample Stores Ltd"
            ]
          },
          "grossPence": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0,
            "maximum": 100000000,
            "description": "Gross for one pay period. Unit: pence.",
            "default": null,
            "examples": [
              9280
            ]
          },
          "netPence": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0,
            "maximum": 100000000,
            "description": "After tax and National Insurance, for one pay period; half the pension contribution is taken off by the rules, not here. Unit: pence.",
            "default": null,
            "examples": [
              9280
            ]
          },
          "payPeriod": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "weekly",
              "two-weekly",
              "four-weekly",
              "monthly",
              "yearly",
              null
            ],
            "description": "What the amounts are for.",
            "default": null,
            "examples": [
              "weekly"
            ]
          },
          "hoursPerWeek": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0,
            "maximum": 168,
            "description": "Complete hours worked in a week; a part hour is left off, since every threshold in the rules is a whole number of hours. Unit: hours.",
            "default": null,
            "examples": [
              16
            ]
          },
          "pensionContributionPence": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0,
            "maximum": 100000000,
            "description": "The person's own pension contribution for one pay period. Unit: pence.",
            "default": null,
            "examples": [
              0
            ]
          },
          "firstPaidOn": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "First pay day.",
            "default": null,
            "examples": [
              "2010-05-14"
            ]
          },
          "startOn": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "First day of the work or of the entitlement to the income.",
            "default": null,
            "examples": [
              "2010-05-12"
            ]
          },
          "endOn": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "Last day of the work or income.",
            "default": null,
            "examples": [
              "2010-12-31"
            ]
          },
          "expectedToLastFiveWeeks": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "True when the work is expected to last five weeks or more. Source: CTB Regs 2006 reg 60.",
            "default": null,
            "examples": [
              true
            ]
          }
        },
        "default": null
      },
      "household": {
        "type": [
          "object",
          "null"
        ],
        "description": "Set when fact is household.",
        "additionalProperties": false,
        "required": [],
        "properties": {
          "member": {
            "type": [
              "string",
              "null"
            ],
            "pattern": "^[\\p{L} '\\-.^`]+$",
            "maxLength": 71,
            "description": "Name of the member.",
            "default": null,
            "examples": [
              "Ben Sample"
            ]
          },
          "relation": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "partner",
              "child",
              "non-dependant",
              "joint-tenant",
              null
            ],
            "description": "Relation to the claimant.",
            "default": null,
            "examples": [
              "partner"
            ]
          },
          "birthDate": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "Birth date of the member.",
            "default": null,
            "examples": [
              "1981-03-04"
            ]
          },
          "joinedOn": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "Day of joining the household.",
            "default": null,
            "examples": [
              "2010-05-12"
            ]
          },
          "leftOn": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "Day of leaving the household.",
            "default": null,
            "examples": [
              "2010-12-31"
            ]
          },
          "reason": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "moved-in",
              "moved-out",
              "born",
              "died",
              "other",
              null
            ],
            "description": "Why the household changed.",
            "default": null,
            "examples": [
              "moved-in"
            ]
          },
          "worksSixteenHoursOrMore": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "True when the member works 16 hours a week or more.",
            "default": null,
            "examples": [
              false
            ]
          },
          "grossWeeklyIncomePence": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0,
            "maximum": 100000000,
            "description": "Gross weekly income of a non-dependant. Unit: pence a week.",
            "default": null,
            "examples": [
              0
            ]
          },
          "benefits": {
            "type": [
              "array",
              "null"
            ],
            "items": {
              "type": "string",
              "maxLength": 20
            },
            "maxItems": 20,
            "description": "Benefits that a non-dependant gets.",
            "default": null,
            "examples": [
              []
            ]
          },
          "childBenefitInPayment": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "True when child benefit is paid for the member.",
            "default": null,
            "examples": [
              false
            ]
          }
        },
        "default": null
      },
      "benefitAward": {
        "type": [
          "object",
          "null"
        ],
        "description": "Set when fact is benefitAward.",
        "additionalProperties": false,
        "required": [],
        "properties": {
          "benefit": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
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
              "ctc",
              null
            ],
            "description": "Which benefit.",
            "default": null,
            "examples": [
              "jsa-ib"
            ]
          },
          "action": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "start",
              "change",
              "stop",
              null
            ],
            "description": "What happened to the award.",
            "default": null,
            "examples": [
              "stop"
            ]
          },
          "weeklyAmountPence": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0,
            "maximum": 100000000,
            "description": "Weekly amount from `from` on. Unit: pence a week.",
            "default": null,
            "examples": [
              6545
            ]
          },
          "from": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "First day of the award or of the changed amount.",
            "default": null,
            "examples": [
              "2010-01-04"
            ]
          },
          "lastDayOfEntitlement": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "Last day of entitlement when the award stops; the date of change for council tax benefit is the day after it. Source: CTB Regs 2006 reg 67.",
            "default": null,
            "examples": [
              "2010-05-11"
            ]
          }
        },
        "default": null
      },
      "capital": {
        "type": [
          "object",
          "null"
        ],
        "description": "Set when fact is capital.",
        "additionalProperties": false,
        "required": [],
        "properties": {
          "totalPence": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0,
            "maximum": 10000000000,
            "description": "All capital of the owner together, on the day it stands for. Unit: pence.",
            "default": null,
            "examples": [
              600000
            ]
          },
          "owner": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "claimant",
              "partner",
              "couple",
              null
            ],
            "description": "Whose capital it is; of a couple all of it counts as the claimant’s.",
            "default": null,
            "examples": [
              "couple"
            ]
          },
          "asOf": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "The day on which it was worth that much.",
            "default": null,
            "examples": [
              "2010-05-12"
            ]
          }
        },
        "default": null
      },
      "identity": {
        "type": [
          "object",
          "null"
        ],
        "description": "Set when fact is identity.",
        "additionalProperties": false,
        "required": [],
        "properties": {
          "newNinoDigest": {
            "type": [
              "string",
              "null"
            ],
            "pattern": "^[0-9a-f]{32}$",
            "description": "Keyed digest of the new National Insurance number without its suffix; says nothing to whoever lacks the area secret.",
            "default": null,
            "examples": [
              "00112233445566778899aabbccddeeff"
            ]
          },
          "formerNames": {
            "type": [
              "array",
              "null"
            ],
            "items": {
              "type": "string",
              "pattern": "^[\\p{L} '\\-.^`]+$",
              "maxLength": 71
            },
            "maxItems": 10,
            "description": "Names the person was known by before, whole names.",
            "default": null,
            "examples": [
              [
                "Asha Example"
              ]
            ]
          },
          "birthDate": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "The right birth date, when another one was known.",
            "default": null,
            "examples": [
              "1980-02-29"
            ]
          },
          "reason": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "nino-changed",
              "name-changed",
              "birth-date-corrected",
              "other",
              null
            ],
            "description": "Why what is known of the person changes.",
            "default": null,
            "examples": [
              "name-changed"
            ]
          }
        },
        "default": null
      },
      "death": {
        "type": [
          "object",
          "null"
        ],
        "description": "Set when fact is death.",
        "additionalProperties": false,
        "required": [],
        "properties": {
          "who": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "claimant",
              "partner",
              "child",
              "non-dependant",
              null
            ],
            "description": "Who has died.",
            "default": null,
            "examples": [
              "partner"
            ]
          },
          "member": {
            "type": [
              "string",
              "null"
            ],
            "pattern": "^[\\p{L} '\\-.^`]+$",
            "maxLength": 71,
            "description": "Name of the person who has died.",
            "default": null,
            "examples": [
              "Ben Sample"
            ]
          },
          "birthDate": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "Birth date of the person who has died.",
            "default": null,
            "examples": [
              "1981-03-04"
            ]
          },
          "diedOn": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "Day of death.",
            "default": null,
            "examples": [
              "2010-05-12"
            ]
          },
          "reportedBy": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "registrar",
              "family",
              "agency",
              "other",
              null
            ],
            "description": "Who reported the death to the source.",
            "default": null,
            "examples": [
              "family"
            ]
          }
        },
        "default": null
      },
      "dutyDischarged": {
        "type": [
          "string",
          "null"
        ],
        "maxLength": 80,
        "description": "Legal reference when telling the source discharged a duty to tell the recipient too; births and deaths only. Source: SI 2010/444.",
        "default": null,
        "examples": [
          "SI 2010/444"
        ]
      }
    }
  },
  "ReleaseBasis": {
    "title": "ReleaseBasis",
    "type": "object",
    "description": "An agreement that allowed this release.",
    "additionalProperties": false,
    "required": [
      "agreement",
      "version"
    ],
    "properties": {
      "agreement": {
        "type": "string",
        "description": "Agreement id.",
        "examples": [
          "dwp-to-council-2010"
        ]
      },
      "version": {
        "type": "integer",
        "minimum": -2147483648,
        "maximum": 2147483647,
        "description": "Agreement version.",
        "examples": [
          1
        ]
      }
    }
  },
  "Source": {
    "title": "Source",
    "type": "object",
    "description": "Who told.",
    "additionalProperties": false,
    "required": [
      "agency"
    ],
    "properties": {
      "agency": {
        "type": "string",
        "pattern": "^[a-z][a-z0-9-]{1,39}$",
        "maxLength": 40,
        "description": "The agency, taken from its credentials.",
        "examples": [
          "jobcentre"
        ]
      },
      "system": {
        "type": [
          "string",
          "null"
        ],
        "description": "Its system.",
        "default": null,
        "examples": [
          "jsaps"
        ]
      },
      "caseReference": {
        "type": [
          "string",
          "null"
        ],
        "description": "Its own case reference.",
        "default": null,
        "examples": [
          "JSA-000123"
        ]
      }
    }
  },
  "Submission": {
    "title": "Submission",
    "type": "object",
    "description": "What an agency tells: the change in its own words, before intake has validated and ordered it. The only record on which a NINO travels.",
    "additionalProperties": false,
    "required": [
      "idempotencyKey",
      "change"
    ],
    "properties": {
      "idempotencyKey": {
        "type": "string",
        "pattern": "^[\\x21-\\x7e]{1,200}$",
        "maxLength": 200,
        "description": "The agency's own key for this notice; the same key and content is the same change.",
        "examples": [
          "jcp-2010-000123"
        ]
      },
      "change": {
        "type": "object",
        "description": "The change.",
        "additionalProperties": false,
        "required": [
          "fact",
          "changeType",
          "occurredOn",
          "notifiedOn",
          "receivedOn"
        ],
        "properties": {
          "person": {
            "type": [
              "object",
              "null"
            ],
            "description": "The person; may be left out when caseReference is one that intake already knows for this agency.",
            "additionalProperties": false,
            "required": [],
            "properties": {
              "nino": {
                "type": [
                  "string",
                  "null"
                ],
                "maxLength": 16,
                "description": "National Insurance number; spaces and lower case are accepted.",
                "default": null,
                "examples": [
                  "QQ123456C"
                ]
              },
              "surname": {
                "type": [
                  "string",
                  "null"
                ],
                "pattern": "^[\\p{L} '\\-.^`]+$",
                "maxLength": 35,
                "description": "Family name.",
                "default": null,
                "examples": [
                  "Sample"
                ]
              },
              "forename": {
                "type": [
                  "string",
                  "null"
                ],
                "pattern": "^[\\p{L} '\\-.^`]+$",
                "maxLength": 35,
                "description": "First given name.",
                "default": null,
                "examples": [
                  "Asha"
                ]
              },
              "birthDate": {
                "type": [
                  "string",
                  "null"
                ],
                "format": "date",
                "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
                "description": "Birth date.",
                "default": null,
                "examples": [
                  "1980-02-29"
                ]
              },
              "postcode": {
                "type": [
                  "string",
                  "null"
                ],
                "pattern": "^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$",
                "maxLength": 8,
                "description": "Current postcode.",
                "default": null,
                "examples": [
                  "LU1 0AA"
                ]
              }
            },
            "default": null
          },
          "caseReference": {
            "type": [
              "string",
              "null"
            ],
            "pattern": "^[A-Za-z0-9][A-Za-z0-9./_-]{0,39}$",
            "maxLength": 40,
            "description": "The source's own case reference.",
            "default": null,
            "examples": [
              "JSA-000123"
            ]
          },
          "system": {
            "type": [
              "string",
              "null"
            ],
            "pattern": "^[A-Za-z0-9._-]+$",
            "maxLength": 40,
            "description": "The source's system that recorded it.",
            "default": null,
            "examples": [
              "jsaps"
            ]
          },
          "fact": {
            "type": "string",
            "enum": [
              "address",
              "income",
              "household",
              "benefitAward",
              "capital",
              "identity",
              "death"
            ],
            "description": "Which kind of fact the change is about.",
            "examples": [
              "income"
            ]
          },
          "changeType": {
            "type": "string",
            "enum": [
              "created",
              "corrected",
              "annulled",
              "ended"
            ],
            "description": "created: a fact moved on; corrected: an earlier notice was wrong from its first day; annulled: it was never true; ended: the fact no longer holds.",
            "examples": [
              "created"
            ]
          },
          "previousChangeId": {
            "type": [
              "string",
              "null"
            ],
            "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
            "description": "The change that a correction, annulment or end points to.",
            "default": null
          },
          "occurredOn": {
            "type": "string",
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "The day it happened.",
            "examples": [
              "2010-05-12"
            ]
          },
          "notifiedOn": {
            "type": "string",
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "The day the person first told somebody.",
            "examples": [
              "2010-05-13"
            ]
          },
          "receivedOn": {
            "type": "string",
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "The day the source office got it.",
            "examples": [
              "2010-05-13"
            ]
          },
          "usedOn": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "The day the source used it to decide a benefit; without it a council may not use it unverified. Source: SI 2007/2911 reg 2.",
            "default": null,
            "examples": [
              "2010-05-13"
            ]
          },
          "usedFor": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
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
              "ctc",
              null
            ],
            "description": "The benefit it was used to decide.",
            "default": null,
            "examples": [
              "jsa-ib"
            ]
          },
          "evidence": {
            "type": "object",
            "description": "How well the source knows it.",
            "additionalProperties": false,
            "required": [
              "level"
            ],
            "properties": {
              "level": {
                "type": "string",
                "enum": [
                  "self-declared",
                  "seen",
                  "verified-at-source"
                ],
                "description": "self-declared: the person said so; seen: an officer saw a document; verified-at-source: checked with whoever issued it.",
                "examples": [
                  "seen"
                ]
              },
              "documents": {
                "type": "array",
                "items": {
                  "type": "object",
                  "description": "A document seen; the document itself does not travel.",
                  "additionalProperties": false,
                  "required": [
                    "type"
                  ],
                  "properties": {
                    "type": {
                      "type": "string",
                      "pattern": "^[a-z][a-z0-9-]*$",
                      "maxLength": 40,
                      "description": "Kind of document, such as payslip or tenancy-agreement.",
                      "examples": [
                        "payslip"
                      ]
                    },
                    "seenOn": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "format": "date",
                      "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
                      "description": "Day it was seen.",
                      "default": null,
                      "examples": [
                        "2010-05-13"
                      ]
                    },
                    "officerReference": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "pattern": "^[A-Za-z0-9._-]+$",
                      "maxLength": 40,
                      "description": "The source office's reference for the officer who saw it.",
                      "default": null,
                      "examples": [
                        "JCP-OFF-7"
                      ]
                    },
                    "sha256": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "pattern": "^[0-9a-f]{64}$",
                      "description": "SHA-256 of the document as kept by the source, in hex.",
                      "default": null
                    }
                  }
                },
                "maxItems": 20,
                "description": "Documents seen.",
                "default": []
              }
            },
            "default": {
              "level": "self-declared",
              "documents": []
            }
          },
          "dutyDischarged": {
            "type": [
              "string",
              "null"
            ],
            "maxLength": 80,
            "description": "Legal reference when telling this office discharged a duty to tell another; births and deaths only. Source: SI 2010/444.",
            "default": null
          },
          "address": {
            "type": [
              "object",
              "null"
            ],
            "description": "Set when fact is address.",
            "additionalProperties": false,
            "required": [],
            "properties": {
              "role": {
                "type": [
                  "string",
                  "null"
                ],
                "enum": [
                  "moved-out",
                  "moved-in",
                  "correspondence",
                  null
                ],
                "description": "Which side of a move this notice tells; a complete move tells moved-in with both addresses.",
                "default": null,
                "examples": [
                  "moved-in"
                ]
              },
              "fromUprn": {
                "type": [
                  "string",
                  "null"
                ],
                "pattern": "^[0-9]{1,12}$",
                "description": "Unique Property Reference Number of the place left; digits as text, compared after padding to 12.",
                "default": null,
                "examples": [
                  "999900000017"
                ]
              },
              "fromLines": {
                "type": [
                  "array",
                  "null"
                ],
                "items": {
                  "type": "string",
                  "maxLength": 35
                },
                "maxItems": 5,
                "description": "Address lines of the place left.",
                "default": null,
                "examples": [
                  [
                    "1 Sample Street",
                    "Luton"
                  ]
                ]
              },
              "fromPostcode": {
                "type": [
                  "string",
                  "null"
                ],
                "pattern": "^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$",
                "maxLength": 8,
                "description": "Postcode of the place left.",
                "default": null,
                "examples": [
                  "LU1 0AA"
                ]
              },
              "toUprn": {
                "type": [
                  "string",
                  "null"
                ],
                "pattern": "^[0-9]{1,12}$",
                "description": "Unique Property Reference Number of the place moved to.",
                "default": null,
                "examples": [
                  "999900000025"
                ]
              },
              "toLines": {
                "type": [
                  "array",
                  "null"
                ],
                "items": {
                  "type": "string",
                  "maxLength": 35
                },
                "maxItems": 5,
                "description": "Address lines of the place moved to.",
                "default": null,
                "examples": [
                  [
                    "2 Sample Street",
                    "Dunstable"
                  ]
                ]
              },
              "toPostcode": {
                "type": [
                  "string",
                  "null"
                ],
                "pattern": "^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$",
                "maxLength": 8,
                "description": "Postcode of the place moved to.",
                "default": null,
                "examples": [
                  "LU5 0AB"
                ]
              },
              "movedOutOn": {
                "type": [
                  "string",
                  "null"
                ],
                "format": "date",
                "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
                "description": "Day of moving out. The state at the end of a day counts for the whole day, so this day is not charged. Source: LGFA 1992 s.2(2).",
                "default": null,
                "examples": [
                  "2010-05-12"
                ]
              },
              "movedInOn": {
                "type": [
                  "string",
                  "null"
                ],
                "format": "date",
                "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
                "description": "Day of moving in.",
                "default": null,
                "examples": [
                  "2010-05-12"
                ]
              },
              "tenure": {
                "type": [
                  "string",
                  "null"
                ],
                "enum": [
                  "owner",
                  "private-tenant",
                  "council-tenant",
                  "housing-association-tenant",
                  "lodger",
                  "other",
                  null
                ],
                "description": "How the home is held. Source: Single Housing Benefit Extract vocabulary.",
                "default": null,
                "examples": [
                  "private-tenant"
                ]
              },
              "rentPence": {
                "type": [
                  "integer",
                  "null"
                ],
                "minimum": 0,
                "maximum": 100000000,
                "description": "Rent for one rent period. Unit: pence.",
                "default": null,
                "examples": [
                  45000
                ]
              },
              "rentPeriod": {
                "type": [
                  "string",
                  "null"
                ],
                "enum": [
                  "weekly",
                  "two-weekly",
                  "four-weekly",
                  "monthly",
                  "yearly",
                  null
                ],
                "description": "What the rent is for.",
                "default": null,
                "examples": [
                  "monthly"
                ]
              },
              "liablePersons": {
                "type": [
                  "integer",
                  "null"
                ],
                "minimum": 1,
                "maximum": 20,
                "description": "Persons jointly liable for council tax at the new place. Unit: persons.",
                "default": null,
                "examples": [
                  1
                ]
              },
              "protected": {
                "type": [
                  "boolean",
                  "null"
                ],
                "description": "True when disclosure of this address would put a person at risk.",
                "default": null,
                "examples": [
                  false
                ]
              }
            },
            "default": null
          },
          "income": {
            "type": [
              "object",
              "null"
            ],
            "description": "Set when fact is income.",
            "additionalProperties": false,
            "required": [],
            "properties": {
              "who": {
                "type": [
                  "string",
                  "null"
                ],
                "enum": [
                  "claimant",
                  "partner",
                  "non-dependant",
                  null
                ],
                "description": "Whose income it is.",
                "default": null,
                "examples": [
                  "claimant"
                ]
              },
              "kind": {
                "type": [
                  "string",
                  "null"
                ],
                "enum": [
                  "employed",
                  "self-employed",
                  "occupational-pension",
                  "other",
                  null
                ],
                "description": "What kind of income it is.",
                "default": null,
                "examples": [
                  "employed"
                ]
              },
              "employer": {
                "type": [
                  "string",
                  "null"
                ],
                "maxLength": 80,
                "description": "Name of the employer.",
                "default": null,
                "examples": [
                  "Sample Stores Ltd"
                ]
              },
              "grossPence": {
                "type": [
                  "integer",
                  "null"
                ],
                "minimum": 0,
                "maximum": 100000000,
                "description": "Gross for one pay period. Unit: pence.",
                "default": null,
                "examples": [
                  9280
                ]
              },
              "netPence": {
                "type": [
                  "integer",
                  "null"
                ],
                "minimum": 0,
                "maximum": 100000000,
                "description": "After tax and National Insurance, for one pay period; half the pension contribution is taken off by the rules, not here. Unit: pence.",
                "default": null,
                "examples": [
                  9280
                ]
              },
              "payPeriod": {
                "type": [
                  "string",
                  "null"
                ],
                "enum": [
                  "weekly",
                  "two-weekly",
                  "four-weekly",
                  "monthly",
                  "yearly",
                  null
                ],
                "description": "What the amounts are for.",
                "default": null,
                "examples": [
                  "weekly"
                ]
              },
              "hoursPerWeek": {
                "type": [
                  "integer",
                  "null"
                ],
                "minimum": 0,
                "maximum": 168,
                "description": "Complete hours worked in a week; a part hour is left off, since every threshold in the rules is a whole number of hours. Unit: hours.",
                "default": null,
                "examples": [
                  16
                ]
              },
              "pensionContributionPence": {
                "type": [
                  "integer",
                  "null"
                ],
                "minimum": 0,
                "maximum": 100000000,
                "description": "The person's own pension contribution for one pay period. Unit: pence.",
                "default": null,
                "examples": [
                  0
                ]
              },
              "firstPaidOn": {
                "type": [
                  "string",
                  "null"
                ],
                "format": "date",
                "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
                "description": "First pay day.",
                "default": null,
                "examples": [
                  "2010-05-14"
                ]
              },
              "startOn": {
                "type": [
                  "string",
                  "null"
                ],
                "format": "date",
                "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
                "description": "First day of the work or of the entitlement to the income.",
                "default": null,
                "examples": [
                  "2010-05-12"
                ]
              },
              "endOn": {
                "type": [
                  "string",
                  "null"
                ],
                "format": "date",
                "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
                "description": "Last day of the work or income.",
                "default": null,
                "examples": [
                  "2010-12-31"
                ]
              },
              "expectedToLastFiveWeeks": {
                "type": [
                  "boolean",
                  "null"
                ],
                "description": "True when the work is expected to last five weeks or more. Source: CTB Regs 2006 reg 60.",
                "default": null,
                "examples": [
                  true
                ]
              }
            },
            "default": null
          },
          "household": {
            "type": [
              "object",
              "null"
            ],
            "description": "Set when fact is household.",
            "additionalProperties": false,
            "required": [],
            "properties": {
              "member": {
                "type": [
                  "string",
                  "null"
                ],
                "pattern": "^[\\p{L} '\\-.^`]+$",
                "maxLength": 71,
                "description": "Name of the member.",
                "default": null,
                "examples": [
                  "Ben Sample"
                ]
              },
              "relation": {
                "type": [
                  "string",
                  "null"
                ],
                "enum": [
                  "partner",
                  "child",
                  "non-dependant",
                  "joint-tenant",
                  null
                ],
                "description": "Relation to the claimant.",
                "default": null,
                "examples": [
                  "partner"
                ]
              },
              "birthDate": {
                "type": [
                  "string",
                  "null"
                ],
                "format": "date",
                "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
                "description": "Birth date of the member.",
                "default": null,
                "examples": [
                  "1981-03-04"
                ]
              },
              "joinedOn": {
                "type": [
                  "string",
                  "null"
                ],
                "format": "date",
                "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
                "description": "Day of joining the household.",
                "default": null,
                "examples": [
                  "2010-05-12"
                ]
              },
              "leftOn": {
                "type": [
                  "string",
                  "null"
                ],
                "format": "date",
                "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
                "description": "Day of leaving the household.",
                "default": null,
                "examples": [
                  "2010-12-31"
                ]
              },
              "reason": {
                "type": [
                  "string",
                  "null"
                ],
                "enum": [
                  "moved-in",
                  "moved-out",
                  "born",
                  "died",
                  "other",
                  null
                ],
                "description": "Why the household changed.",
                "default": null,
                "examples": [
                  "moved-in"
                ]
              },
              "worksSixteenHoursOrMore": {
                "type": [
                  "boolean",
                  "null"
                ],
                "description": "True when the member works 16 hours a week or more.",
                "default": null,
                "examples": [
                  false
                ]
              },
              "grossWeeklyIncomePence": {
                "type": [
                  "integer",
                  "null"
                ],
                "minimum": 0,
                "maximum": 100000000,
                "description": "Gross weekly income of a non-dependant. Unit: pence a week.",
                "default": null,
                "examples": [
                  0
                ]
              },
              "benefits": {
                "type": [
                  "array",
                  "null"
                ],
                "items": {
                  "type": "string",
                  "maxLength": 20
                },
                "maxItems": 20,
                "description": "Benefits that a non-dependant gets.",
                "default": null,
                "examples": [
                  []
                ]
              },
              "childBenefitInPayment": {
                "type": [
                  "boolean",
                  "null"
                ],
                "description": "True when child benefit is paid for the member.",
                "default": null,
                "examples": [
                  false
                ]
              }
            },
            "default": null
          },
          "benefitAward": {
            "type": [
              "object",
              "null"
            ],
            "description": "Set when fact is benefitAward.",
            "additionalProperties": false,
            "required": [],
            "properties": {
              "benefit": {
                "type": [
                  "string",
                  "null"
                ],
                "enum": [
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
                  "ctc",
                  null
                ],
                "description": "Which benefit.",
                "default": null,
                "examples": [
                  "jsa-ib"
                ]
              },
              "action": {
                "type": [
                  "string",
                  "null"
                ],
                "enum": [
                  "start",
                  "change",
                  "stop",
                  null
                ],
                "description": "What happened to the award.",
                "default": null,
                "examples": [
                  "stop"
                ]
              },
              "weeklyAmountPence": {
                "type": [
                  "integer",
                  "null"
                ],
                "minimum": 0,
                "maximum": 100000000,
                "description": "Weekly amount from `from` on. Unit: pence a week.",
                "default": null,
                "examples": [
                  6545
                ]
              },
              "from": {
                "type": [
                  "string",
                  "null"
                ],
                "format": "date",
                "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
                "description": "First day of the award or of the changed amount.",
                "default": null,
                "examples": [
                  "2010-01-04"
                ]
              },
              "lastDayOfEntitlement": {
                "type": [
                  "string",
                  "null"
                ],
                "format": "date",
                "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
                "description": "Last day of entitlement when the award stops; the date of change for council tax benefit is the day after it. Source: CTB Regs 2006 reg 67.",
                "default": null,
                "examples": [
                  "2010-05-11"
                ]
              }
            },
            "default": null
          },
          "capital": {
            "type": [
              "object",
              "null"
            ],
            "description": "Set when fact is capital.",
            "additionalProperties": false,
            "required": [],
            "properties": {
              "totalPence": {
                "type": [
                  "integer",
                  "null"
                ],
                "minimum": 0,
                "maximum": 10000000000,
                "description": "All capital of the owner together, on the day it stands for. Unit: pence.",
                "default": null,
                "examples": [
                  600000
                ]
              },
              "owner": {
                "type": [
                  "string",
                  "null"
                ],
                "enum": [
                  "claimant",
                  "partner",
                  "couple",
                  null
                ],
                "description": "Whose capital it is; of a couple all of it counts as the claimant’s.",
                "default": null,
                "examples": [
                  "couple"
                ]
              },
              "asOf": {
                "type": [
                  "string",
                  "null"
                ],
                "format": "date",
                "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
                "description": "The day on which it was worth that much.",
                "default": null,
                "examples": [
                  "2010-05-12"
                ]
              }
            },
            "default": null
          },
          "identity": {
            "type": [
              "object",
              "null"
            ],
            "description": "Set when fact is identity.",
            "additionalProperties": false,
            "required": [],
            "properties": {
              "newNino": {
                "type": [
                  "string",
                  "null"
                ],
                "maxLength": 16,
                "description": "The new National Insurance number; spaces and lower case are accepted. Never leaves intake.",
                "default": null,
                "examples": [
                  "QQ654321A"
                ]
              },
              "formerNames": {
                "type": [
                  "array",
                  "null"
                ],
                "items": {
                  "type": "string",
                  "pattern": "^[\\p{L} '\\-.^`]+$",
                  "maxLength": 71
                },
                "maxItems": 10,
                "description": "Names the person was known by before, whole names.",
                "default": null,
                "examples": [
                  [
                    "Asha Example"
                  ]
                ]
              },
              "birthDate": {
                "type": [
                  "string",
                  "null"
                ],
                "format": "date",
                "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
                "description": "The right birth date, when another one was known.",
                "default": null,
                "examples": [
                  "1980-02-29"
                ]
              },
              "reason": {
                "type": [
                  "string",
                  "null"
                ],
                "enum": [
                  "nino-changed",
                  "name-changed",
                  "birth-date-corrected",
                  "other",
                  null
                ],
                "description": "Why what is known of the person changes.",
                "default": null,
                "examples": [
                  "name-changed"
                ]
              }
            },
            "default": null
          },
          "death": {
            "type": [
              "object",
              "null"
            ],
            "description": "Set when fact is death.",
            "additionalProperties": false,
            "required": [],
            "properties": {
              "who": {
                "type": [
                  "string",
                  "null"
                ],
                "enum": [
                  "claimant",
                  "partner",
                  "child",
                  "non-dependant",
                  null
                ],
                "description": "Who has died.",
                "default": null,
                "examples": [
                  "partner"
                ]
              },
              "member": {
                "type": [
                  "string",
                  "null"
                ],
                "pattern": "^[\\p{L} '\\-.^`]+$",
                "maxLength": 71,
                "description": "Name of the person who has died.",
                "default": null,
                "examples": [
                  "Ben Sample"
                ]
              },
              "birthDate": {
                "type": [
                  "string",
                  "null"
                ],
                "format": "date",
                "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
                "description": "Birth date of the person who has died.",
                "default": null,
                "examples": [
                  "1981-03-04"
                ]
              },
              "diedOn": {
                "type": [
                  "string",
                  "null"
                ],
                "format": "date",
                "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
                "description": "Day of death.",
                "default": null,
                "examples": [
                  "2010-05-12"
                ]
              },
              "reportedBy": {
                "type": [
                  "string",
                  "null"
                ],
                "enum": [
                  "registrar",
                  "family",
                  "agency",
                  "other",
                  null
                ],
                "description": "Who reported the death to the source.",
                "default": null,
                "examples": [
                  "family"
                ]
              }
            },
            "default": null
          }
        }
      }
    }
  },
  "SubmissionResult": {
    "title": "SubmissionResult",
    "type": "object",
    "description": "Intake's answer to a submission.",
    "additionalProperties": false,
    "required": [
      "idempotencyKey",
      "status",
      "answeredAt"
    ],
    "properties": {
      "idempotencyKey": {
        "type": "string",
        "description": "The agency's key, given back.",
        "examples": [
          "jcp-2010-000123"
        ]
      },
      "status": {
        "type": "string",
        "enum": [
          "accepted",
          "duplicate",
          "rejected"
        ],
        "description": "accepted: recorded now; duplicate: recorded before, with the same content; rejected: not recorded.",
        "examples": [
          "accepted"
        ]
      },
      "changeId": {
        "type": [
          "string",
          "null"
        ],
        "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        "description": "The change's id when accepted or duplicate.",
        "default": null
      },
      "code": {
        "type": [
          "string",
          "null"
        ],
        "description": "Problem code when rejected.",
        "default": null,
        "examples": [
          "nino-malformed"
        ]
      },
      "errors": {
        "type": "array",
        "items": {
          "type": "object",
          "description": "One thing wrong with one field; never its value.",
          "additionalProperties": false,
          "required": [
            "pointer",
            "code",
            "detail"
          ],
          "properties": {
            "pointer": {
              "type": "string",
              "description": "JSON pointer to the field.",
              "examples": [
                "/change/person/nino"
              ]
            },
            "code": {
              "type": "string",
              "description": "Rule broken.",
              "examples": [
                "nino-malformed"
              ]
            },
            "detail": {
              "type": "string",
              "description": "The rule in a sentence."
            }
          }
        },
        "description": "Every field error at once.",
        "default": []
      },
      "answeredAt": {
        "type": "integer",
        "minimum": -4503599627370495,
        "maximum": 4503599627370495,
        "description": "When intake answered. Unit: microseconds since 1970 UTC."
      }
    }
  },
  "SubmittedChange": {
    "title": "SubmittedChange",
    "type": "object",
    "description": "A change as an agency tells it, by HTTP or on its submissions topic.",
    "additionalProperties": false,
    "required": [
      "fact",
      "changeType",
      "occurredOn",
      "notifiedOn",
      "receivedOn"
    ],
    "properties": {
      "person": {
        "type": [
          "object",
          "null"
        ],
        "description": "The person; may be left out when caseReference is one that intake already knows for this agency.",
        "additionalProperties": false,
        "required": [],
        "properties": {
          "nino": {
            "type": [
              "string",
              "null"
            ],
            "maxLength": 16,
            "description": "National Insurance number; spaces and lower case are accepted.",
            "default": null,
            "examples": [
              "QQ123456C"
            ]
          },
          "surname": {
            "type": [
              "string",
              "null"
            ],
            "pattern": "^[\\p{L} '\\-.^`]+$",
            "maxLength": 35,
            "description": "Family name.",
            "default": null,
            "examples": [
              "Sample"
            ]
          },
          "forename": {
            "type": [
              "string",
              "null"
            ],
            "pattern": "^[\\p{L} '\\-.^`]+$",
            "maxLength": 35,
            "description": "First given name.",
            "default": null,
            "examples": [
              "Asha"
            ]
          },
          "birthDate": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "Birth date.",
            "default": null,
            "examples": [
              "1980-02-29"
            ]
          },
          "postcode": {
            "type": [
              "string",
              "null"
            ],
            "pattern": "^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$",
            "maxLength": 8,
            "description": "Current postcode.",
            "default": null,
            "examples": [
              "LU1 0AA"
            ]
          }
        },
        "default": null
      },
      "caseReference": {
        "type": [
          "string",
          "null"
        ],
        "pattern": "^[A-Za-z0-9][A-Za-z0-9./_-]{0,39}$",
        "maxLength": 40,
        "description": "The source's own case reference.",
        "default": null,
        "examples": [
          "JSA-000123"
        ]
      },
      "system": {
        "type": [
          "string",
          "null"
        ],
        "pattern": "^[A-Za-z0-9._-]+$",
        "maxLength": 40,
        "description": "The source's system that recorded it.",
        "default": null,
        "examples": [
          "jsaps"
        ]
      },
      "fact": {
        "type": "string",
        "enum": [
          "address",
          "income",
          "household",
          "benefitAward",
          "capital",
          "identity",
          "death"
        ],
        "description": "Which kind of fact the change is about.",
        "examples": [
          "income"
        ]
      },
      "changeType": {
        "type": "string",
        "enum": [
          "created",
          "corrected",
          "annulled",
          "ended"
        ],
        "description": "created: a fact moved on; corrected: an earlier notice was wrong from its first day; annulled: it was never true; ended: the fact no longer holds.",
        "examples": [
          "created"
        ]
      },
      "previousChangeId": {
        "type": [
          "string",
          "null"
        ],
        "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        "description": "The change that a correction, annulment or end points to.",
        "default": null
      },
      "occurredOn": {
        "type": "string",
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "The day it happened.",
        "examples": [
          "2010-05-12"
        ]
      },
      "notifiedOn": {
        "type": "string",
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "The day the person first told somebody.",
        "examples": [
          "2010-05-13"
        ]
      },
      "receivedOn": {
        "type": "string",
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "The day the source office got it.",
        "examples": [
          "2010-05-13"
        ]
      },
      "usedOn": {
        "type": [
          "string",
          "null"
        ],
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "The day the source used it to decide a benefit; without it a council may not use it unverified. Source: SI 2007/2911 reg 2.",
        "default": null,
        "examples": [
          "2010-05-13"
        ]
      },
      "usedFor": {
        "type": [
          "string",
          "null"
        ],
        "enum": [
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
          "ctc",
          null
        ],
        "description": "The benefit it was used to decide.",
        "default": null,
        "examples": [
          "jsa-ib"
        ]
      },
      "evidence": {
        "type": "object",
        "description": "How well the source knows it.",
        "additionalProperties": false,
        "required": [
          "level"
        ],
        "properties": {
          "level": {
            "type": "string",
            "enum": [
              "self-declared",
              "seen",
              "verified-at-source"
            ],
            "description": "self-declared: the person said so; seen: an officer saw a document; verified-at-source: checked with whoever issued it.",
            "examples": [
              "seen"
            ]
          },
          "documents": {
            "type": "array",
            "items": {
              "type": "object",
              "description": "A document seen; the document itself does not travel.",
              "additionalProperties": false,
              "required": [
                "type"
              ],
              "properties": {
                "type": {
                  "type": "string",
                  "pattern": "^[a-z][a-z0-9-]*$",
                  "maxLength": 40,
                  "description": "Kind of document, such as payslip or tenancy-agreement.",
                  "examples": [
                    "payslip"
                  ]
                },
                "seenOn": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "format": "date",
                  "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
                  "description": "Day it was seen.",
                  "default": null,
                  "examples": [
                    "2010-05-13"
                  ]
                },
                "officerReference": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "pattern": "^[A-Za-z0-9._-]+$",
                  "maxLength": 40,
                  "description": "The source office's reference for the officer who saw it.",
                  "default": null,
                  "examples": [
                    "JCP-OFF-7"
                  ]
                },
                "sha256": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "pattern": "^[0-9a-f]{64}$",
                  "description": "SHA-256 of the document as kept by the source, in hex.",
                  "default": null
                }
              }
            },
            "maxItems": 20,
            "description": "Documents seen.",
            "default": []
          }
        },
        "default": {
          "level": "self-declared",
          "documents": []
        }
      },
      "dutyDischarged": {
        "type": [
          "string",
          "null"
        ],
        "maxLength": 80,
        "description": "Legal reference when telling this office discharged a duty to tell another; births and deaths only. Source: SI 2010/444.",
        "default": null
      },
      "address": {
        "type": [
          "object",
          "null"
        ],
        "description": "Set when fact is address.",
        "additionalProperties": false,
        "required": [],
        "properties": {
          "role": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "moved-out",
              "moved-in",
              "correspondence",
              null
            ],
            "description": "Which side of a move this notice tells; a complete move tells moved-in with both addresses.",
            "default": null,
            "examples": [
              "moved-in"
            ]
          },
          "fromUprn": {
            "type": [
              "string",
              "null"
            ],
            "pattern": "^[0-9]{1,12}$",
            "description": "Unique Property Reference Number of the place left; digits as text, compared after padding to 12.",
            "default": null,
            "examples": [
              "999900000017"
            ]
          },
          "fromLines": {
            "type": [
              "array",
              "null"
            ],
            "items": {
              "type": "string",
              "maxLength": 35
            },
            "maxItems": 5,
            "description": "Address lines of the place left.",
            "default": null,
            "examples": [
              [
                "1 Sample Street",
                "Luton"
              ]
            ]
          },
          "fromPostcode": {
            "type": [
              "string",
              "null"
            ],
            "pattern": "^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$",
            "maxLength": 8,
            "description": "Postcode of the place left.",
            "default": null,
            "examples": [
              "LU1 0AA"
            ]
          },
          "toUprn": {
            "type": [
              "string",
              "null"
            ],
            "pattern": "^[0-9]{1,12}$",
            "description": "Unique Property Reference Number of the place moved to.",
            "default": null,
            "examples": [
              "999900000025"
            ]
          },
          "toLines": {
            "type": [
              "array",
              "null"
            ],
            "items": {
              "type": "string",
              "maxLength": 35
            },
            "maxItems": 5,
            "description": "Address lines of the place moved to.",
            "default": null,
            "examples": [
              [
                "2 Sample Street",
                "Dunstable"
              ]
            ]
          },
          "toPostcode": {
            "type": [
              "string",
              "null"
            ],
            "pattern": "^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$",
            "maxLength": 8,
            "description": "Postcode of the place moved to.",
            "default": null,
            "examples": [
              "LU5 0AB"
            ]
          },
          "movedOutOn": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "Day of moving out. The state at the end of a day counts for the whole day, so this day is not charged. Source: LGFA 1992 s.2(2).",
            "default": null,
            "examples": [
              "2010-05-12"
            ]
          },
          "movedInOn": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "Day of moving in.",
            "default": null,
            "examples": [
              "2010-05-12"
            ]
          },
          "tenure": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "owner",
              "private-tenant",
              "council-tenant",
              "housing-association-tenant",
              "lodger",
              "other",
              null
            ],
            "description": "How the home is held. Source: Single Housing Benefit Extract vocabulary.",
            "default": null,
            "examples": [
              "private-tenant"
            ]
          },
          "rentPence": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0,
            "maximum": 100000000,
            "description": "Rent for one rent period. Unit: pence.",
            "default": null,
            "examples": [
              45000
            ]
          },
          "rentPeriod": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "weekly",
              "two-weekly",
              "four-weekly",
              "monthly",
              "yearly",
              null
            ],
            "description": "What the rent is for.",
            "default": null,
            "examples": [
              "monthly"
            ]
          },
          "liablePersons": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 1,
            "maximum": 20,
            "description": "Persons jointly liable for council tax at the new place. Unit: persons.",
            "default": null,
            "examples": [
              1
            ]
          },
          "protected": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "True when disclosure of this address would put a person at risk.",
            "default": null,
            "examples": [
              false
            ]
          }
        },
        "default": null
      },
      "income": {
        "type": [
          "object",
          "null"
        ],
        "description": "Set when fact is income.",
        "additionalProperties": false,
        "required": [],
        "properties": {
          "who": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "claimant",
              "partner",
              "non-dependant",
              null
            ],
            "description": "Whose income it is.",
            "default": null,
            "examples": [
              "claimant"
            ]
          },
          "kind": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "employed",
              "self-employed",
              "occupational-pension",
              "other",
              null
            ],
            "description": "What kind of income it is.",
            "default": null,
            "examples": [
              "employed"
            ]
          },
          "employer": {
            "type": [
              "string",
              "null"
            ],
            "maxLength": 80,
            "description": "Name of the employer.",
            "default": null,
            "examples": [
              "Sample Stores Ltd"
            ]
          },
          "grossPence": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0,
            "maximum": 100000000,
            "description": "Gross for one pay period. Unit: pence.",
            "default": null,
            "examples": [
              9280
            ]
          },
          "netPence": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0,
            "maximum": 100000000,
            "description": "After tax and National Insurance, for one pay period; half the pension contribution is taken off by the rules, not here. Unit: pence.",
            "default": null,
            "examples": [
              9280
            ]
          },
          "payPeriod": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "weekly",
              "two-weekly",
              "four-weekly",
              "monthly",
              "yearly",
              null
            ],
            "description": "What the amounts are for.",
            "default": null,
            "examples": [
              "weekly"
            ]
          },
          "hoursPerWeek": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0,
            "maximum": 168,
            "description": "Complete hours worked in a week; a part hour is left off, since every threshold in the rules is a whole number of hours. Unit: hours.",
            "default": null,
            "examples": [
              16
            ]
          },
          "pensionContributionPence": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0,
            "maximum": 100000000,
            "description": "The person's own pension contribution for one pay period. Unit: pence.",
            "default": null,
            "examples": [
              0
            ]
          },
          "firstPaidOn": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "First pay day.",
            "default": null,
            "examples": [
              "2010-05-14"
            ]
          },
          "startOn": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "First day of the work or of the entitlement to the income.",
            "default": null,
            "examples": [
              "2010-05-12"
            ]
          },
          "endOn": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "Last day of the work or income.",
            "default": null,
            "examples": [
              "2010-12-31"
            ]
          },
          "expectedToLastFiveWeeks": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "True when the work is expected to last five weeks or more. Source: CTB Regs 2006 reg 60.",
            "default": null,
            "examples": [
              true
            ]
          }
        },
        "default": null
      },
      "household": {
        "type": [
          "object",
          "null"
        ],
        "description": "Set when fact is household.",
        "additionalProperties": false,
        "required": [],
        "properties": {
          "member": {
            "type": [
              "string",
              "null"
            ],
            "pattern": "^[\\p{L} '\\-.^`]+$",
            "maxLength": 71,
            "description": "Name of the member.",
            "default": null,
            "examples": [
              "Ben Sample"
            ]
          },
          "relation": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "partner",
              "child",
              "non-dependant",
              "joint-tenant",
              null
            ],
            "description": "Relation to the claimant.",
            "default": null,
            "examples": [
              "partner"
            ]
          },
          "birthDate": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "Birth date of the member.",
            "default": null,
            "examples": [
              "1981-03-04"
            ]
          },
          "joinedOn": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "Day of joining the household.",
            "default": null,
            "examples": [
              "2010-05-12"
            ]
          },
          "leftOn": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "Day of leaving the household.",
            "default": null,
            "examples": [
              "2010-12-31"
            ]
          },
          "reason": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "moved-in",
              "moved-out",
              "born",
              "died",
              "other",
              null
            ],
            "description": "Why the household changed.",
            "default": null,
            "examples": [
              "moved-in"
            ]
          },
          "worksSixteenHoursOrMore": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "True when the member works 16 hours a week or more.",
            "default": null,
            "examples": [
              false
            ]
          },
          "grossWeeklyIncomePence": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0,
            "maximum": 100000000,
            "description": "Gross weekly income of a non-dependant. Unit: pence a week.",
            "default": null,
            "examples": [
              0
            ]
          },
          "benefits": {
            "type": [
              "array",
              "null"
            ],
            "items": {
              "type": "string",
              "maxLength": 20
            },
            "maxItems": 20,
            "description": "Benefits that a non-dependant gets.",
            "default": null,
            "examples": [
              []
            ]
          },
          "childBenefitInPayment": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "True when child benefit is paid for the member.",
            "default": null,
            "examples": [
              false
            ]
          }
        },
        "default": null
      },
      "benefitAward": {
        "type": [
          "object",
          "null"
        ],
        "description": "Set when fact is benefitAward.",
        "additionalProperties": false,
        "required": [],
        "properties": {
          "benefit": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
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
              "ctc",
              null
            ],
            "description": "Which benefit.",
            "default": null,
            "examples": [
              "jsa-ib"
            ]
          },
          "action": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "start",
              "change",
              "stop",
              null
            ],
            "description": "What happened to the award.",
            "default": null,
            "examples": [
              "stop"
            ]
          },
          "weeklyAmountPence": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0,
            "maximum": 100000000,
            "description": "Weekly amount from `from` on. Unit: pence a week.",
            "default": null,
            "examples": [
              6545
            ]
          },
          "from": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "First day of the award or of the changed amount.",
            "default": null,
            "examples": [
              "2010-01-04"
            ]
          },
          "lastDayOfEntitlement": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "Last day of entitlement when the award stops; the date of change for council tax benefit is the day after it. Source: CTB Regs 2006 reg 67.",
            "default": null,
            "examples": [
              "2010-05-11"
            ]
          }
        },
        "default": null
      },
      "capital": {
        "type": [
          "object",
          "null"
        ],
        "description": "Set when fact is capital.",
        "additionalProperties": false,
        "required": [],
        "properties": {
          "totalPence": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0,
            "maximum": 10000000000,
            "description": "All capital of the owner together, on the day it stands for. Unit: pence.",
            "default": null,
            "examples": [
              600000
            ]
          },
          "owner": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "claimant",
              "partner",
              "couple",
              null
            ],
            "description": "Whose capital it is; of a couple all of it counts as the claimant’s.",
            "default": null,
            "examples": [
              "couple"
            ]
          },
          "asOf": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "The day on which it was worth that much.",
            "default": null,
            "examples": [
              "2010-05-12"
            ]
          }
        },
        "default": null
      },
      "identity": {
        "type": [
          "object",
          "null"
        ],
        "description": "Set when fact is identity.",
        "additionalProperties": false,
        "required": [],
        "properties": {
          "newNino": {
            "type": [
              "string",
              "null"
            ],
            "maxLength": 16,
            "description": "The new National Insurance number; spaces and lower case are accepted. Never leaves intake.",
            "default": null,
            "examples": [
              "QQ654321A"
            ]
          },
          "formerNames": {
            "type": [
              "array",
              "null"
            ],
            "items": {
              "type": "string",
              "pattern": "^[\\p{L} '\\-.^`]+$",
              "maxLength": 71
            },
            "maxItems": 10,
            "description": "Names the person was known by before, whole names.",
            "default": null,
            "examples": [
              [
                "Asha Example"
              ]
            ]
          },
          "birthDate": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "The right birth date, when another one was known.",
            "default": null,
            "examples": [
              "1980-02-29"
            ]
          },
          "reason": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "nino-changed",
              "name-changed",
              "birth-date-corrected",
              "other",
              null
            ],
            "description": "Why what is known of the person changes.",
            "default": null,
            "examples": [
              "name-changed"
            ]
          }
        },
        "default": null
      },
      "death": {
        "type": [
          "object",
          "null"
        ],
        "description": "Set when fact is death.",
        "additionalProperties": false,
        "required": [],
        "properties": {
          "who": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "claimant",
              "partner",
              "child",
              "non-dependant",
              null
            ],
            "description": "Who has died.",
            "default": null,
            "examples": [
              "partner"
            ]
          },
          "member": {
            "type": [
              "string",
              "null"
            ],
            "pattern": "^[\\p{L} '\\-.^`]+$",
            "maxLength": 71,
            "description": "Name of the person who has died.",
            "default": null,
            "examples": [
              "Ben Sample"
            ]
          },
          "birthDate": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "Birth date of the person who has died.",
            "default": null,
            "examples": [
              "1981-03-04"
            ]
          },
          "diedOn": {
            "type": [
              "string",
              "null"
            ],
            "format": "date",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
            "description": "Day of death.",
            "default": null,
            "examples": [
              "2010-05-12"
            ]
          },
          "reportedBy": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "registrar",
              "family",
              "agency",
              "other",
              null
            ],
            "description": "Who reported the death to the source.",
            "default": null,
            "examples": [
              "family"
            ]
          }
        },
        "default": null
      }
    }
  },
  "SubmittedIdentity": {
    "title": "SubmittedIdentity",
    "type": "object",
    "description": "What is told of a person’s identity, with a new National Insurance number in clear; intake makes Identity of it.",
    "additionalProperties": false,
    "required": [],
    "properties": {
      "newNino": {
        "type": [
          "string",
          "null"
        ],
        "maxLength": 16,
        "description": "The new National Insurance number; spaces and lower case are accepted. Never leaves intake.",
        "default": null,
        "examples": [
          "QQ654321A"
        ]
      },
      "formerNames": {
        "type": [
          "array",
          "null"
        ],
        "items": {
          "type": "string",
          "pattern": "^[\\p{L} '\\-.^`]+$",
          "maxLength": 71
        },
        "maxItems": 10,
        "description": "Names the person was known by before, whole names.",
        "default": null,
        "examples": [
          [
            "Asha Example"
          ]
        ]
      },
      "birthDate": {
        "type": [
          "string",
          "null"
        ],
        "format": "date",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
        "description": "The right birth date, when another one was known.",
        "default": null,
        "examples": [
          "1980-02-29"
        ]
      },
      "reason": {
        "type": [
          "string",
          "null"
        ],
        "enum": [
          "nino-changed",
          "name-changed",
          "birth-date-corrected",
          "other",
          null
        ],
        "description": "Why what is known of the person changes.",
        "default": null,
        "examples": [
          "name-changed"
        ]
      }
    }
  },
  "Suspension": {
    "title": "Suspension",
    "type": "object",
    "description": "An agreement or an agency suspended at once, or resumed.",
    "additionalProperties": false,
    "required": [
      "target",
      "id",
      "action",
      "version",
      "reason",
      "recordedAt"
    ],
    "properties": {
      "target": {
        "type": "string",
        "enum": [
          "agreement",
          "agency"
        ],
        "description": "What is suspended.",
        "examples": [
          "agreement"
        ]
      },
      "id": {
        "type": "string",
        "pattern": "^[a-z][a-z0-9-]{1,59}$",
        "maxLength": 60,
        "description": "Its id; the record's key.",
        "examples": [
          "dwp-to-council-ctb"
        ]
      },
      "action": {
        "type": "string",
        "enum": [
          "suspended",
          "resumed"
        ],
        "description": "What happened.",
        "examples": [
          "suspended"
        ]
      },
      "version": {
        "type": "integer",
        "minimum": -4503599627370495,
        "maximum": 4503599627370495,
        "description": "Version of the suspensions from which it holds: the fence.",
        "examples": [
          1
        ]
      },
      "reason": {
        "type": "string",
        "maxLength": 200,
        "description": "Why, as the operator said; names no person.",
        "examples": [
          "under investigation"
        ]
      },
      "recordedAt": {
        "type": "integer",
        "minimum": -4503599627370495,
        "maximum": 4503599627370495,
        "description": "When it was recorded. Unit: microseconds since 1970 UTC."
      }
    }
  },
  "WithheldField": {
    "title": "WithheldField",
    "type": "object",
    "description": "A field that was told but not given.",
    "additionalProperties": false,
    "required": [
      "field",
      "reason"
    ],
    "properties": {
      "field": {
        "type": "string",
        "description": "Dotted path, such as income.employer.",
        "examples": [
          "income.employer"
        ]
      },
      "reason": {
        "type": "string",
        "description": "Why: no-basis, not-in-agreement, protected.",
        "examples": [
          "not-in-agreement"
        ]
      }
    }
  }
};
