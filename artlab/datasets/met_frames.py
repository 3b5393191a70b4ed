"""Which part of a Met photograph is painted: frames, mounts and walls lie outside.

Set by eye, in percent of width and height: left, top, right, bottom. Triptychs are cut to their
middle panel, painted arches and gables to a rectangle inside.
"""

RIM = (3, 3, 97, 97)  # of every painting that is not named here

INNER = {
    36029: (7, 5, 93, 95),  # silk mount
    36131: (13, 16, 87, 88),  # album leaf, with writing beside the picture
    39668: (19, 4, 99, 95),  # handscroll, with its mount on the left
    39915: (3, 5, 97, 95),
    39936: (5, 3, 92, 97),  # handscroll, with mounts on both sides
    40055: (7, 6, 95, 95),
    42716: (6, 28, 95, 65),  # a wall painting in its room
    44858: (3, 8, 97, 92),
    59669: (14, 5, 86, 96),  # silk mount
    61429: (11, 14, 90, 93),  # patterned border
    435621: (4, 5, 95, 95),
    435702: (4, 7, 96, 92),
    435728: (7, 4, 95, 95),
    436282: (7, 7, 93, 95),  # two panels in one frame
    436516: (24, 26, 76, 79),  # a round birth tray
    436792: (32, 18, 71, 92),  # triptych
    436840: (8, 6, 92, 91),
    437261: (28, 23, 72, 92),  # triptych
    437326: (6, 8, 93, 91),  # on a wall, with a colour chart
    437372: (13, 37, 87, 87),  # altarpiece in its frame
    437675: (12, 9, 87, 90),
    438605: (13, 11, 87, 91),
    438754: (14, 12, 86, 87),
    458961: (12, 16, 88, 94),
    458977: (9, 40, 91, 96),  # pointed panel
    458978: (6, 32, 94, 96),  # pointed panel
    458994: (16, 22, 84, 88),  # arched panel
    458998: (26, 40, 74, 88),  # gable
    459016: (8, 11, 92, 87),
    459027: (16, 14, 84, 86),  # on a grey wall
    459028: (10, 9, 90, 84),  # on a grey wall
    459046: (12, 8, 88, 95),
    459131: (6, 9, 94, 89),
    459136: (14, 9, 86, 89),
}
