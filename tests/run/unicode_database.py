# unicodedata: names, properties, normal forms; Unicode 14 and 3.2.
import unicodedata as new

old = new.ucd_3_2_0
for c in 'a\xbd\u0301\u0660\u2f80\uac01\u4e00\uf900\U0001f600\U0002f868\u20bf\ud800\u0378':
    for database in (new, old):
        print(f'{ord(c):x}', database.name(c, None), database.category(c), database.bidirectional(c), database.combining(c),
              database.east_asian_width(c), database.mirrored(c), database.decomposition(c), database.numeric(c, None),
              database.decimal(c, None), database.digit(c, None))
for name in ('latin small letter a', 'NULL', 'HANGUL SYLLABLE GAG', 'CJK UNIFIED IDEOGRAPH-4E00', 'KEYCAP DIGIT ONE',
             'LATIN SMALL LETTER R WITH TILDE', 'NO SUCH NAME', 'x' * 300):
    for database in (new, old):
        try:
            print(ascii(database.lookup(name)))
        except KeyError as error:
            print(error)
text = '\u1e9b\u0323 \ufb01 \xc5\u0301 \uac00\u11a8 \U0002f874 a\u0315\u0300\u05ae'
for form in ('NFC', 'NFD', 'NFKC', 'NFKD'):
    print(form, ascii(new.normalize(form, text)), ascii(old.normalize(form, text)), new.is_normalized(form, text))
count, names = {}, 0
for code in range(0x3000):
    count[new.category(chr(code))] = count.get(new.category(chr(code)), 0) + 1
    name = new.name(chr(code), None)
    names += name is not None and new.lookup(name) == chr(code)
print(sorted(count.items()), names, new.unidata_version, old.unidata_version)

# texts as the C library compares them
import locale

for first, second in ("a", "b"), ("b", "a"), ("a", "é"), ("", "a"), ("a", "a"), ("a\0", "a"), ("a", "\0"):
    try:
        print(ascii(first), ascii(second), locale.strcoll(first, second), ascii(locale.strxfrm(second)))
    except ValueError as error:
        print(ascii(first), ascii(second), error)
