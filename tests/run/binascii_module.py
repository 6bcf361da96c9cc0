# binascii: hexadecimal, base 64, uuencode, quoted-printable, checksums.
import binascii as B


def show(text):
    try:
        print(text, '->', eval(text))
    except (ValueError, TypeError) as error:
        print(text, '!', type(error).__name__, error)


for text in (
        'B.a2b_hex("abc")',
        'B.a2b_hex("zz")',
        'B.a2b_hex(1)',
        'B.b2a_hex("a")',
        'B.b2a_hex(b"abc",":",2)',
        'B.b2a_hex(b"abc",":",-2)',
        'B.b2a_hex(b"abc","::")',
        'B.a2b_base64("a")',
        'B.a2b_base64("ab")',
        'B.a2b_base64("abcde")',
        'B.a2b_base64("YQ==",strict_mode=True)',
        'B.a2b_base64("YQ==x",strict_mode=True)',
        'B.a2b_base64("=YQ==",strict_mode=True)',
        'B.a2b_base64("Y=Q=",strict_mode=True)',
        'B.a2b_base64("Y!Q=",strict_mode=True)',
        'B.a2b_base64("YQ=",strict_mode=True)',
        'B.a2b_base64("YQ")',
        'B.a2b_base64("YWJj=",strict_mode=True)',
        'B.a2b_base64("YQ==\\n",strict_mode=True)',
        'B.a2b_base64("YWJj\\n",strict_mode=True)',
        'B.a2b_base64("YQ===",strict_mode=True)',
        'B.a2b_base64("")',
        'B.a2b_base64("====")',
        'B.b2a_base64(b"abc",newline=False)',
        'B.b2a_base64("a")',
        'B.crc32(b"abc",2**40+5)',
        'B.crc_hqx(b"abc",70000)',
        'B.b2a_uu(b"x"*46)',
        'B.b2a_uu(b"abc",backtick=True)',
        'B.a2b_uu(b"#86)C\\n")',
        'B.a2b_uu(b"#86)C\\x7f")',
        'B.a2b_uu(b"#86)Cxx")',
        'B.b2a_uu(b"")',
        'B.a2b_qp("=41=\\r\\n b=zz_",header=True)',
        'B.a2b_qp("= \\nfoo=")',
        'B.b2a_qp(b"a"*80+b" \\n=\\x80_ .\\n",header=True)',
        'B.b2a_qp(b"a \\r\\nb\\t",quotetabs=True)',
        'B.b2a_qp(b".",istext=False)',
        'B.b2a_qp(b"a\\nb \\r",istext=False)',
        'B.crc32("a")',
        'B.a2b_uu(b" ")',
        'B.a2b_uu(b"\\x80")',
        'B.a2b_uu("#8")',
        'B.hexlify(b"abc",bytes_per_sep=2)',
        'B.hexlify(bytearray(b"abc"),b"-")',
        'B.b2a_hex(sep="x",data=b"12")',
        'B.b2a_hex(b"ab",5)',
):
    show(text)
data = bytes(range(256)) * 2
for encode, decode, step in ((B.b2a_base64, B.a2b_base64, 57), (B.b2a_uu, B.a2b_uu, 45), (B.b2a_qp, B.a2b_qp, 100),
                             (B.b2a_hex, B.a2b_hex, 90)):
    for at in range(0, len(data), step):
        text = encode(data[at:at + step])
        print(text, decode(text) == data[at:at + step])
print(B.crc32(data), B.crc32(data[9:], B.crc32(data[:9])) == B.crc32(data), B.crc_hqx(data, 7))
