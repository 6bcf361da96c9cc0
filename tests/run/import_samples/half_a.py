import half_b

half_b.use()
v = 1
