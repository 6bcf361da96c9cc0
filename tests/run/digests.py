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

# by OpenSSL's names: the classes, keys made of passwords, messages signed with a key
import hashlib
import hmac


def attempt(*calls):
    for call in calls:
        try:
            print(call())
        except (ValueError, TypeError, SystemError) as error:
            print(type(error).__name__, error)


for name in "md5", "sha1", "sha224", "sha3_256", "blake2s", "sha512_224", "SHA512-256", "ripemd160", "sm3":
    digest = hashlib.new(name, b"abc")
    print(name, digest.name, digest.digest_size, digest.block_size, digest.hexdigest(), type(digest).__name__)
    print(hmac.new(b"key" * 50, b"message", name).hexdigest(), hashlib.pbkdf2_hmac(name, b"pw", b"salt", 3, 70).hex())
long = hashlib.shake_128(b"abc")
print(repr(long).partition(" @")[0], long.digest(5), long.hexdigest(length=4), type(long).__mro__)
keyed = hmac.new(b"k", None, hashlib.sha256)
copy = keyed.copy()
keyed.update(b"m")
print(keyed.hexdigest(), copy.name, copy.hexdigest(), hmac.digest(b"k", b"m", "sha256") == keyed.digest())
attempt(
    lambda: hashlib.scrypt(b"", salt=b"", n=16, r=1, p=1).hex(),
    lambda: hashlib.scrypt(b"pw", salt=b"s", n=8, r=2, p=3, dklen=7),
    lambda: hashlib.scrypt(b"pw", salt=b"s", n=6, r=1, p=1),
    lambda: hashlib.scrypt(b"pw", salt=b"s", n=2**20, r=8, p=1),
    lambda: hashlib.scrypt(b"pw", n=2, r=1, p=1),
    lambda: hashlib.pbkdf2_hmac("sha1", b"pw", b"s", 0),
    lambda: hashlib.pbkdf2_hmac("nothing", b"pw", b"s", 1),
    lambda: hashlib.pbkdf2_hmac("shake_128", b"pw", b"s", 1),
    lambda: hashlib.new("nothing"),
    lambda: hashlib.sha256("text"),
    lambda: hashlib.md5(data=b""),
    lambda: long.digest(),
    lambda: type(keyed._hmac)(),
    lambda: hmac.new(b"k", b"m", "nothing"),
    lambda: hmac.new(b"k", b"m"),
    lambda: hmac.compare_digest(b"a", "a"),
    lambda: hmac.compare_digest("a", "a"),
)
