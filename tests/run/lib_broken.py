print("breaking")
made_before = 1
1 / 0
