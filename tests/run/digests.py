# The digests behind hashlib, their copies and their parameters.
import _blake2
import _md5
import _sha1
import _sha256
import _sha3
import _sha512

for new in (_md5.md5, _sha1.sha1, _sha256.sha224, _sha256.sha256, _sha512.sha384, _sha512.sha512, _sha3.sha3_224,
            _sha3.sha3_256, _sha3.sha3_384, _sha3.sha3_512, _blake2.blake2b, _blake2.blake2s):
    for length in (0, 3, 55, 64, 112, 128, 200):
        data = bytes(range(200))[:length]
        whole, pieces = new(data), new()
        for at in range(0, length, 37):
            pieces.update(data[at:at + 37])
        copy = pieces.copy()
        copy.update(b'more')
        assert whole.digest() == pieces.digest() != copy.digest()
        print(whole.name, length, whole.hexdigest())
    print(whole.block_size, whole.digest_size)
print(_sha3.shake_128(b'abc').hexdigest(200), _sha3.shake_256(b'abc').digest(3), _sha3.sha3_256()._rate_bits)
for new in (_blake2.blake2b, _blake2.blake2s):
    print(new(b'data', key=b'k', salt=b'salt', person=b'me', digest_size=20).hexdigest())
    print(new(b'data', fanout=3, depth=2, leaf_size=99, node_offset=12345678, node_depth=1, inner_size=32,
              last_node=True).hexdigest())
for attempt in (lambda: _md5.md5('text'), lambda: _sha1.sha1(5), lambda: _blake2.blake2b(digest_size=65),
                lambda: _blake2.blake2s(key=b'1' * 33), lambda: _sha3.shake_128().digest(-1), lambda: _md5.md5(b'', b'')):
    try:
        attempt()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
