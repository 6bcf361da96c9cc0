# _csv: dialects, reading and writing.
import _csv


class Sink(list):
    write = list.append


def show(row, **settings):
    sink = Sink()
    try:
        _csv.writer(sink, **settings).writerow(row)
        print(sink)
    except _csv.Error as error:
        print('Error', error)


show([1, None, 2.5, 'a,b', '"q"', 'x\ny', ''])
show([None])
show([])
show(['a"b'], doublequote=False)
show(['a"b'], doublequote=False, escapechar='\\')
show(['a,b'], quoting=_csv.QUOTE_NONE, escapechar='\\')
show([1, 'a', None], quoting=_csv.QUOTE_NONNUMERIC)
show([''], quoting=_csv.QUOTE_NONE)
show(['a!b'], lineterminator='!', delimiter=';')

for lines, settings in [(['a,b\r\n', 'c, d\n', '"x""y",z\n', '"two\n', 'lines"\n', '', '\n'], {}),
                        (['a b  c'], {'delimiter': ' ', 'skipinitialspace': True}), (['1,2.5,"a"'], {'quoting': 2}),
                        (['a\\'], {'escapechar': '\\'}), (['"ab'], {'strict': True}), (['"a"b'], {'strict': True}),
                        (['a\nb'], {}), ([b'a'], {}), (["x'y;z'"], {'quotechar': "'", 'delimiter': ';'})]:
    try:
        reader = _csv.reader(lines, **settings)
        print(list(reader), reader.line_num, reader.dialect.delimiter)
    except (_csv.Error, ValueError) as error:
        print(type(error).__name__, error)

for settings in [{'delimiter': 'ab'}, {'delimiter': 1}, {'quotechar': None, 'quoting': 0}, {'quoting': 9},
                 {'lineterminator': None}, {'escapechar': ''}]:
    try:
        _csv.Dialect(**settings)
    except TypeError as error:
        print(error)
_csv.register_dialect('semicolon', delimiter=';')
print(_csv.list_dialects(), list(_csv.reader(['a;b'], 'semicolon')), _csv.field_size_limit(3))
try:
    list(_csv.reader(['abcdef']))
except _csv.Error as error:
    print(error)
