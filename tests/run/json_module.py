# _json, through the library's json: reading, writing, hooks, errors.
import json

for text in ['', '[1,', '1', '-', '1e', '1.5', '-0', '-Infinity', 'NaN', '[1,2,{"a":null,"b":[true,false]}]', '{ }', '[ ]',
             '{"a":{"b":"\\u0041\\ud834\\udd20\\n"}}', '"\xe9\\t"', 'nul', '12345678901234567890123', '{"a" 1}', '{a',
             '{"a":1,}', '[1 2]', '"abc', '"\\x"', '"\\u12"', '"a\nb"', '[1,]', '"\\ud834x"']:
    try:
        print(ascii(json.loads(text)))
    except ValueError as error:
        print(type(error).__name__, error)
print(json.loads('{"a":{},"a":1}', object_pairs_hook=tuple), json.loads('[1,2.5]', parse_float=str, parse_int=float))
print(json.loads('{"a":{"b":1}}', object_hook=lambda d: sorted(d.items())))


class Odd:
    pass


loop = []
loop.append(loop)
for value in [None, True, 1.5, float('inf'), '\xe9"\0\n\U0001d120', [1, [2, ()]], {'a': 1, 2: 3, None: 4, 2.5: 5, True: 6},
              {}, [], Odd, loop, {(1,): 1}]:
    try:
        print(json.dumps(value), json.dumps(value, ensure_ascii=False) == json.dumps(value))
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
print(json.dumps({'b': 1, 'a': [2]}, sort_keys=True, separators=(',', ':')), json.dumps(Odd(), default=lambda o: 'odd'))
print(json.dumps([1, {'a': 2}], indent=1))
# no trace: CPython has builtin_method objects in the library's frames
