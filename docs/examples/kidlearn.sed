# SPDX-License-Identifier: MIT
# What people then wrote into the document: each prompt gave way to their words.

/^\\<what exactly was wrong, in detail\\>$/c\
HAProxy stood alone in front of the web servers. On Friday evening a change of its configuration said\
`default-server weight 0` where `weight 1` was meant. HAProxy accepts that: it means "send nothing here". Only one\
server has a weight of its own, so that one got everything. Over night it was enough. When the lessons of Saturday\
began, it ran out of memory within minutes, while the others idled, healthy and without a request. All our alerts looked\
at single servers, so nothing but the drop in activity told us.

/^\\<how it was mended, and why that was enough\\>$/c\
The infrastructure team compared the running configuration with the version of Thursday and saw the one character.\
It was corrected, read by two more people, and loaded without a restart. The traffic spread over all servers at once,\
and the one that had fallen over took its share again after it was started anew. No lesson or result was lost, because\
nothing had reached the servers that keep them.

/^\\<one or two sentences: what we take from this, and what changes\\>$/c\
One person could break the platform with one character, and for 35 minutes we looked at the release because releases\
are what usually breaks. Configuration now passes the same gates as code, and no single machine stands in front of all.
