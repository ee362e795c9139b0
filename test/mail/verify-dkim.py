"""Verifies a mail's DKIM signature by dkimpy: the mail on stdin, the record of its key as argument; prints pass or fail."""
import sys

import dkim

record = sys.argv[1].encode()
mail = sys.stdin.buffer.read()
print("pass" if dkim.verify(mail, dnsfunc=lambda name, timeout=5: record) else "fail")
