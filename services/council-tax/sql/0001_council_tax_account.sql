-- What this authority charges for a dwelling in the year, before discounts. Derived from the journal; the first word stands.
CREATE TABLE council_tax_account (
  uprn text PRIMARY KEY CHECK (uprn ~ '^[0-9]{12}$'),
  annual_pence bigint NOT NULL CHECK (annual_pence >= 0)
);
GRANT SELECT, INSERT, DELETE ON council_tax_account TO told_service;
