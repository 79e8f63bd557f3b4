-- What one would write in DuckDB instead: the same rules, the same first occurrence, the same order of rows, from CSV to CSV.
-- Integer checks wherever the cell is already 16 digits; text functions only for the untidy rest.
-- The same bytes come out, warnings included, but for the line's end: DuckDB cannot write CR LF.
-- The program replaces ${population}, ${regions}, ${list} and ${results}; what stands before the line that says "timed" is done beforehand.

CREATE OR REPLACE TABLE region AS
SELECT CAST(parts[1] || unnest(parts[2:]) AS INTEGER) AS code
FROM (
    SELECT string_split(line, ' ') AS parts
    FROM read_csv('${regions}', header = false, delim = '|', quote = '', escape = '', columns = {'line': 'VARCHAR'})
    WHERE line NOT LIKE '#%' AND line <> ''
);

CREATE OR REPLACE TABLE mapping (code VARCHAR, answer VARCHAR);
INSERT INTO mapping VALUES
    ('01', 'ACTIVE'), ('02', 'INACTIVE'), ('03', 'ACTIVE'), ('04', 'INACTIVE'), ('05', 'INACTIVE'), ('06', 'INACTIVE'),
    ('07', 'INACTIVE'), ('08', 'ACTIVE'), ('09', 'INACTIVE'), ('11', 'ACTIVE'), ('12', 'ACTIVE'), ('13', 'INACTIVE'),
    ('14', 'INACTIVE'), ('15', 'ACTIVE'), ('16', 'ACTIVE'), ('20', 'ACTIVE'), ('51', 'INACTIVE'), ('52', 'INACTIVE'),
    ('66', 'INACTIVE'), ('67', 'INACTIVE'), ('68', 'INACTIVE'), ('69', 'NOT_FOUND'), ('70', 'NOT_FOUND'), ('71', 'ACTIVE'),
    ('72', 'INACTIVE'), ('73', 'INACTIVE'), ('77', 'INACTIVE'), ('88', 'RETIRED'), ('89', 'INACTIVE'), ('90', 'INACTIVE'),
    ('91', 'INACTIVE'), ('92', 'INACTIVE'), ('98', 'RETIRED'), ('99', 'RETIRED');

CREATE OR REPLACE TABLE asn AS
WITH records AS (
    SELECT CAST(p.nik AS BIGINT) AS nik,
           CASE
               WHEN m.answer = 'ACTIVE'
                   AND (coalesce(p."tglMeninggal", '') <> ''
                       OR coalesce(p."statusHidup", '') NOT IN ('', '1', 'H', 'Y', 'true'))
               THEN 'INACTIVE'
               ELSE m.answer
           END AS answer,
           coalesce(p."validNik", '') = 'false' AS unconfirmed,
           lower(coalesce(p.nama, '')) || '/' || coalesce(p."tglLahir", '') AS person
    FROM read_csv('${population}', header = true, all_varchar = true) p
    LEFT JOIN mapping m ON m.code = lpad(p."kedudukanPnsId", 2, '0')
    WHERE regexp_full_match(coalesce(p.nik, ''), '[0-9]{16}')
)
SELECT nik,
       CASE
           WHEN bool_or(answer = 'ACTIVE') THEN 'ACTIVE'
           WHEN bool_or(answer IS NULL) THEN 'UNMAPPED'
           WHEN bool_or(answer = 'INACTIVE') THEN 'INACTIVE'
           WHEN bool_or(answer = 'RETIRED') THEN 'RETIRED'
           ELSE 'NOT_FOUND'
       END AS answer,
       concat_ws(' ', CASE WHEN bool_or(unconfirmed) THEN 'NIK_NOT_VALIDATED' END,
                      CASE WHEN count(DISTINCT person) > 1 THEN 'NIK_SHARED' END) AS warnings
FROM records
GROUP BY nik;

-- timed

CREATE OR REPLACE TEMP TABLE cells AS
SELECT row_number() OVER () AS row, coalesce(nik, '') AS cell
FROM read_csv('${list}', header = true, columns = {'nik': 'VARCHAR'}, delim = ',', quote = '"');

CREATE OR REPLACE TEMP TABLE judged AS
WITH tidy AS (
    SELECT row, cell,
           CASE WHEN length(cell) = 16 AND CAST(TRY_CAST(cell AS BIGINT) AS VARCHAR) = cell
                THEN CAST(cell AS BIGINT) END AS number
    FROM cells
), untidy AS (
    SELECT row, regexp_replace(translate(regexp_replace(cell, '^[\s\x{00A0}]+|[\s\x{00A0}]+$', '', 'g'),
                                         '０１２３４５６７８９', '0123456789'), '^''', '') AS text
    FROM tidy WHERE number IS NULL
), cleaned AS (
    SELECT row,
           regexp_full_match(text, '[+-]?[0-9]+([.,][0-9]*)?[eE][+-]?[0-9]{1,3}') AS damaged,
           regexp_replace(text, '[ .\x{00A0}-]', '', 'g') AS digits
    FROM untidy
), numbered AS (
    SELECT tidy.row, cell, coalesce(damaged, false) AS damaged,
           coalesce(number, CASE WHEN NOT damaged AND regexp_full_match(digits, '[0-9]{16}') THEN CAST(digits AS BIGINT) END) AS nik,
           coalesce(regexp_full_match(digits, '(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(19|20)[0-9]{2}(0[1-9]|1[0-2]|2[1-9]|[3-9][0-9])[12][0-9]{3}')
                    AND TRY_CAST(left(digits, 4) || '-' || digits[5:6] || '-' || digits[7:8] AS DATE) IS NOT NULL
                    AND right(digits, 3) <> '000', false) AS nip
    FROM tidy LEFT JOIN cleaned ON cleaned.row = tidy.row
), parts AS (
    SELECT row, cell, damaged, nik, nip,
           CASE WHEN nik // 100000000 % 100 > 40 THEN nik // 100000000 % 100 - 40 ELSE nik // 100000000 % 100 END AS day,
           nik // 1000000 % 100 AS month, nik // 10000 % 100 AS year
    FROM numbered
)
SELECT row, cell, nik, nip,
       CASE
           WHEN damaged THEN 'NIK_SPREADSHEET_DAMAGE'
           WHEN nik IS NULL THEN 'NIK_FORMAT'
           WHEN nik < 1000000000000000 OR nik % 10000 = 0 OR nik % 1111111111111111 = 0 THEN 'NIK_IMPOSSIBLE'
           WHEN month < 1 OR month > 12 OR day < 1
               OR day > CASE month WHEN 2 THEN CASE WHEN year % 4 = 0 THEN 29 ELSE 28 END
                                   WHEN 4 THEN 30 WHEN 6 THEN 30 WHEN 9 THEN 30 WHEN 11 THEN 30 ELSE 31 END
           THEN 'NIK_DATE'
       END AS refused
FROM parts;

CREATE OR REPLACE TEMP TABLE firsts AS
SELECT nik, min(row) AS row FROM judged WHERE refused IS NULL GROUP BY nik;

COPY (
    SELECT j.row,
           CASE WHEN j.refused IS NULL THEN CAST(j.nik AS VARCHAR) ELSE nullif(j.cell, '') END AS nik,
           CASE WHEN j.refused IS NOT NULL THEN j.refused
                WHEN f.row IS NULL THEN 'DUPLICATE'
                WHEN a.answer = 'UNMAPPED' THEN 'STATUS_UNMAPPED'
                ELSE 'ANSWERED' END AS status,
           CASE WHEN j.refused IS NOT NULL OR f.row IS NULL OR a.answer = 'UNMAPPED' THEN NULL
                ELSE coalesce(a.answer, 'NOT_FOUND') END AS answer,
           CASE WHEN j.refused IS NOT NULL OR f.row IS NULL THEN NULL
                WHEN a.answer = 'ACTIVE' THEN 'tercatat sebagai ASN aktif'
                WHEN a.answer = 'INACTIVE' THEN 'tercatat sebagai ASN tidak aktif'
                WHEN a.answer = 'RETIRED' THEN 'tercatat sebagai ASN pensiun'
                WHEN a.answer = 'UNMAPPED' THEN NULL
                ELSE 'tidak ditemukan' END AS statement,
           CASE WHEN j.refused = 'NIK_FORMAT' AND j.nip THEN 'SUSPECTED_NIP'
                WHEN j.refused IS NOT NULL THEN NULL
                WHEN r.code IS NULL THEN concat_ws(' ', 'NIK_REGION', CASE WHEN f.row IS NOT NULL THEN nullif(a.warnings, '') END)
                WHEN f.row IS NOT NULL THEN nullif(a.warnings, '') END AS warnings
    FROM judged j
    LEFT JOIN firsts f ON f.nik = j.nik AND f.row = j.row
    LEFT JOIN asn a ON a.nik = j.nik
    LEFT JOIN region r ON r.code = j.nik // 10000000000
    ORDER BY j.row
) TO '${results}' (FORMAT csv, HEADER);
