"""Sample portals: a small web of department portals and one of the ministry, served on loopback.

Content is data (`portals/<id>/portal.yaml`, one file per article, `saved/` pages served as they are), the
look is one template set per CMS family. The pages are written for this project: facts and figures are
illustrative and must not be cited as publications of the departments whose hosts they borrow.
"""
