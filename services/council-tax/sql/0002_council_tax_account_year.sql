-- A dwelling is charged another amount each year. What was known before is of the first year that there were rates for.
ALTER TABLE council_tax_account
  ADD COLUMN financial_year text NOT NULL DEFAULT '2010/11' CHECK (financial_year ~ '^[0-9]{4}/[0-9]{2}$'),
  DROP CONSTRAINT council_tax_account_pkey,
  ADD PRIMARY KEY (uprn, financial_year);
ALTER TABLE council_tax_account ALTER COLUMN financial_year DROP DEFAULT;
