"""What invented people say on the walks that fill a declaration, question by question."""

from __future__ import annotations

XA = "xã Tân Đông, Tây Ninh"

# case -> question -> words, in the order in which the walk asks; the case begins with its flow
SAID: dict[str, dict[str, str]] = {
    "tk-khai-sinh: mother, father named": {
        "xa": XA, "yc-qh": "mẹ", "con-ten": "Nguyễn Phương Bình An", "ngay-sinh": "5/10/2026",
        "con-gt": "con gái", "con-dt": "Kinh", "con-qt": "việt nam",
        "con-noisinh": "Bệnh viện Đa khoa Tây Ninh, số 626 đường 30/4", "con-qq": XA,
        "me-ten": "Trần Thị Hường", "me-ns": "14/2/1998", "me-gt": "072198001234",
        "ghi-ten-cha": "có", "cha-ten": "Nguyễn Văn Thuỷ", "cha-ns": "1995",
        "cha-gt": "072095004321", "bansao": "có", "bansao-so": "3", "me-dt": "Kinh",
        "cha-dt": "Khmer",
    },
    "tk-khai-sinh: father": {
        "xa": XA, "yc-qh": "cha", "con-ten": "Lò Thị Mai", "ngay-sinh": "1/11/2026",
        "con-gt": "nữ", "con-dt": "Thái", "con-qt": "Việt Nam",
        "con-noisinh": "ấp Đông Hà, xã Tân Đông, tỉnh Tây Ninh", "con-qq": XA,
        "me-ten": "Quàng Thị Ín", "me-ns": "2001", "me-gt": "072301001111",
        "cha-ten": "Lò Văn Én", "cha-ns": "3/3/1999", "cha-gt": "072099001122",
        "bansao": "không", "me-dt": "Thái", "cha-dt": "Mường",
    },
    "tk-khai-sinh: grandmother, father blank": {
        "xa": XA, "yc-qh": "bà ngoại", "con-ten": "Trần Gia Hân", "ngay-sinh": "20/11/2026",
        "con-gt": "bé gái", "con-dt": "Kinh", "con-qt": "Việt Nam",
        "con-noisinh": "Trạm Y tế xã Tân Đông", "con-qq": XA, "me-ten": "Trần Thị Ngọc",
        "me-ns": "8/8/2003", "me-gt": "072303004455", "ghi-ten-cha": "để trống",
        "bansao": "có", "yc-ten": "Phan Thị Sáu", "yc-ns": "12/1/1970",
        "yc-gt": "072170009988",
    },
    "tk-khai-tu: death notice at hand": {
        "xa": XA, "yc-qh": "con trai", "yc-ten": "Lê Quốc Đạt", "yc-ns": "30/6/1970",
        "yc-gt": "072070005566", "nc-ten": "Lê Văn Ửng", "nc-ns": "1941", "nc-gt": "nam",
        "nc-dt": "Kinh", "nc-qt": "Việt Nam",
        "nc-nct": "ấp Đông Hà, xã Tân Đông, tỉnh Tây Ninh", "nc-gttt": "072041000077",
        "chet-luc": "2/11/2026", "chet-noi": "ấp Đông Hà, xã Tân Đông, tỉnh Tây Ninh",
        "chet-nn": "già yếu", "gbt-ngay": "3/11/2026", "gbt": "15/2026",
        "gbt-do": "Trạm Y tế xã Tân Đông", "bansao": "có", "bansao-so": "4",
    },
    "tk-khai-tu: no death notice yet": {
        "xa": XA, "yc-qh": "vợ", "yc-ten": "Hồ Thị Lành", "yc-ns": "1950",
        "yc-gt": "072150003322", "nc-ten": "Đỗ Văn Khởi", "nc-ns": "5/5/1948", "nc-gt": "nam",
        "nc-dt": "Hoa", "nc-qt": "Việt Nam", "nc-nct": "số 4, ấp Đông Biên, xã Tân Đông",
        "nc-gttt": "072048001199", "chet-luc": "19/11/2026", "chet-noi": "Bệnh viện Tây Ninh",
        "chet-nn": "bệnh", "gbt-ngay": "gõ sau", "bansao": "không",
    },
    "tk-doc-than: oneself, to marry": {
        "xa": XA, "yc-qh": "chính mình", "yc-ten": "Phạm Thị Kiều Oanh", "yc-ns": "9/12/2001",
        "yc-gt": "072301007788", "yc-nct-thon": "ấp Đông Thành", "yc-nct-xa": XA,
        "nd-gt": "nữ", "nd-dt": "Kinh", "nd-qt": "Việt Nam", "tthn": "độc thân",
        "mucdich": "kết hôn", "cuoi-qt": "Việt Nam", "cuoi-ten": "Đỗ Hữu Phước",
        "cuoi-ns": "3/3/1999", "cuoi-gt": "072099001122", "cuoi-noi": XA,
    },
    "tk-doc-than: for a brother, divorced, other purpose": {
        "xa": XA, "yc-qh": "chị ruột", "yc-ten": "Vũ Thị Mỹ Lệ", "yc-ns": "17/8/1985",
        "yc-gt": "072185003344", "nd-ten": "Vũ Gia Bảo", "nd-ns": "31/1/1990", "nd-gt": "nam",
        "nd-dt": "Nùng", "nd-qt": "Việt Nam", "nd-gt2": "072090009900",
        "nd-nct": "số 5, ấp Đông Hiệp, xã Tân Đông, tỉnh Tây Ninh", "tthn": "ly hôn",
        "tthn-ly-hon": "Bản án số 12 ngày 05/10/2024 của Tòa án khu vực Tân Châu",
        "mucdich": "việc khác", "mucdich-khac": "Để đi làm việc ở nước ngoài",
        "soban": "2",
    },
    "tk-ket-hon: both": {
        "xa": XA, "nu-ten": "Phạm Thị Kiều Oanh", "nu-ns": "9/12/2001", "nu-dt": "Kinh",
        "nu-qt": "Việt Nam", "nu-nct-thon": "Số 8, ấp Đông Thành", "nu-nct-xa": XA,
        "nu-gttt": "072301007788", "nu-lan": "1", "nam-ten": "Đỗ Hữu Phước",
        "nam-ns": "3/3/1999", "nam-dt": "Tày", "nam-qt": "Việt Nam",
        "nam-nct-thon": "Số 101, ấp Đông Biên", "nam-nct-xa": XA, "nam-gttt": "072099001122",
        "nam-lan": "2", "bansao": "có", "bansao-so": "2",
    },
    "tk-ct01: to relatives, with a child": {
        "xa": XA, "nha": "nhà chồng", "ve-voi": "cha chồng", "noi-den": "số 5, ấp Đông Hiệp",
        "ten": "Nguyễn Thị Thuý Hằng", "ns": "17/8/1990", "gt": "nữ", "id": "072190003344",
        "sdt": "0912 345 678", "email": "hang@vidu.vn", "ch-qh": "con dâu",
        "ch-ten": "Vũ Đình Lượng", "ch-id": "072060001010", "co-nguoi-cung": "có",
        "tv-1-ten": "Vũ Gia Khôi", "tv-1-ns": "31/1/2020", "tv-1-gt": "nam",
        "tv-1-id": "072220009900", "tv-1-qh": "Cháu nội",
    },
    "tk-ct01: own house, alone": {
        "xa": XA, "nha": "nhà mình", "noi-den": "số 44, đường 785", "ten": "Đặng Ngọc Ẩn",
        "ns": "20/5/1985", "gt": "nam", "id": "072085006600", "sdt": "0987654321",
        "email": "gõ sau", "ch-qh": "chủ hộ", "co-nguoi-cung": "không",
    },
    "tk-tam-tru: a rented room, with a child": {
        "xa": XA, "noi-den": "phòng 3, số 9, ấp Đông Hà", "tu-ngay": "1/11/2026",
        "den-ngay": "31/10/2027", "ten": "Lý Thị Mỹ Duyên", "ns": "2/9/1999", "gt": "nữ",
        "id": "072199001212", "sdt": "0912 345 678", "email": "duyen@vidu.vn",
        "ch-qh": "ở trọ", "ch-ten": "Vũ Đình Lượng", "ch-id": "072060001010",
        "co-nguoi-cung": "có", "tv-1-ten": "Lý Gia Khôi", "tv-1-ns": "31/1/2020",
        "tv-1-gt": "nam", "tv-1-id": "072220009900", "tv-1-qh": "Ở trọ",
    },
    "tk-gia-han: alone": {
        "xa": XA, "noi-den": "phòng 3, số 9, ấp Đông Hà", "den-ngay": "31/10/2028",
        "ten": "Lý Thị Mỹ Duyên", "ns": "2/9/1999", "gt": "nữ", "id": "072199001212",
        "sdt": "0912 345 678", "email": "gõ sau", "ch-qh": "ở trọ",
        "ch-ten": "Vũ Đình Lượng", "ch-id": "072060001010", "co-nguoi-cung": "không",
    },
    "tk-gia-han: with a sister": {
        "xa": XA, "noi-den": "số 9, ấp Đông Hà", "den-ngay": "31/10/2028",
        "ten": "Lý Thị Mỹ Duyên", "ns": "2/9/1999", "gt": "nữ", "id": "072199001212",
        "sdt": "0912 345 678", "email": "gõ sau", "ch-qh": "chủ hộ", "co-nguoi-cung": "có",
        "tv-1-ten": "Lý Thị Mỹ Hạnh", "tv-1-ns": "5/5/2005", "tv-1-gt": "nữ",
        "tv-1-id": "072305001212", "tv-1-qh": "Em ruột",
    },
    "tk-tach-ho: for a wife": {
        "xa": XA, "noi-den": "số 5, ấp Đông Hiệp", "ten": "Phạm Thị Kiều Oanh",
        "ns": "9/12/2001", "gt": "nữ", "id": "072301007788", "sdt": "0987654321",
        "email": "gõ sau", "ch-qh": "vợ", "ch-ten": "Đỗ Hữu Phước", "ch-id": "072099001122",
        "co-nguoi-cung": "không",
    },
    "tk-tach-ho: a couple": {
        "xa": XA, "noi-den": "số 5, ấp Đông Hiệp", "ten": "Đỗ Hữu Phước", "ns": "3/3/1999",
        "gt": "nam", "id": "072099001122", "sdt": "0987654321", "email": "gõ sau",
        "ch-qh": "chủ hộ", "co-nguoi-cung": "có", "tv-1-ten": "Phạm Thị Kiều Oanh",
        "tv-1-ns": "9/12/2001", "tv-1-gt": "nữ", "tv-1-id": "072301007788", "tv-1-qh": "Vợ",
    },
    "tk-ct07: for a school": {
        "xa": XA, "noi-dung-ct07": "nơi thường trú hiện nay",
        "muc-dich": "nộp hồ sơ nhập học cho con", "ten": "Nguyễn Thị Thuý Hằng",
        "ns": "17/8/1990", "gt": "nữ", "id": "072190003344", "sdt": "0912 345 678",
        "email": "hang@vidu.vn", "ch-qh": "con dâu", "ch-ten": "Vũ Đình Lượng",
        "ch-id": "072060001010",
    },
    "tk-bhyt: no number yet, a child": {
        "co-ma": "chưa có", "o-01": "Đặng Gia Hưng", "o-02": "nam", "o-03": "4/6/2023",
        "o-04": "Việt Nam", "o-05": "Hoa", "o-06": "072223001111", "o-07": "0987654321",
        "o-08": "an@vidu.vn", "o-09": XA, "o-10": "Đặng Ngọc Ẩn", "o-11": "bản điện tử",
        "o-12": "Số 44, đường 785", "o-13": XA,
    },
    "tk-bhyt: paying in": {
        "co-ma": "có rồi", "ii-ms": "7285001234", "ii-ten": "Hứa Lệ Quân", "ii-ns": "1988",
        "ii-id": "072188002222", "viec": "đóng tiếp", "ii-muc": "330.000 đồng",
        "ii-pt": "ba tháng một lần",
    },
    "tk-bhyt: a wrong name": {
        "co-ma": "có rồi", "ii-ms": "7285001234", "ii-ten": "Hứa Lệ Quân", "ii-ns": "1988",
        "ii-id": "072188002222", "viec": "sửa thông tin",
        "ii-nd": "Sửa tên từ Hứa Lệ Quâng thành Hứa Lệ Quân",
    },
    "tk-bhyt: another clinic": {
        "co-ma": "có rồi", "ii-ms": "7285001234", "ii-ten": "Hứa Lệ Quân", "ii-ns": "1988",
        "ii-id": "072188002222", "viec": "đổi nơi khám",
        "ii-kcb": "Trạm Y tế xã Tân Đông, tỉnh Tây Ninh",
    },
}  # fmt: skip

# what a case fills without asking, and where a sheet shows another word than was said
ALSO = {
    "tk-khai-sinh: mother, father named": (
        "Ủy ban nhân dân xã Tân Đông, tỉnh Tây Ninh",
        "Ngày năm, tháng mười, năm hai nghìn không trăm hai mươi sáu",
        "Quan hệ với người được khai sinh: Mẹ",
        "☒ Có",
    ),
    "tk-khai-sinh: father": ("Quan hệ với người được khai sinh: Cha", "☒ Không"),
    "tk-khai-sinh: grandmother, father blank": ("Quan hệ với người được khai sinh: Bà", "☒ Có"),
    "tk-khai-tu: death notice at hand": ("Quan hệ với người đã chết: Con", "Già yếu", "☒ Có"),
    "tk-khai-tu: no death notice yet": (
        "Quan hệ với người đã chết: Vợ",
        "Nguyên nhân chết: Bệnh",
        "☒ Không",
    ),
    "tk-doc-than: oneself, to marry": (
        "Hiện tại chưa đăng ký kết hôn với ai",
        "Để kết hôn với Đỗ Hữu Phước, sinh ngày 03/03/1999",
        "đăng ký tại xã Tân Đông, tỉnh Tây Ninh",
        "Số bản đề nghị cấp: 01 bản",
    ),
    "tk-doc-than: for a brother, divorced, other purpose": ("Anh, chị, em", "Đã ly hôn theo"),
    "tk-ket-hon: both": ("Ủy ban nhân dân xã Tân Đông, tỉnh Tây Ninh", "☒ Có"),
    "tk-ct01: to relatives, with a child": (
        "Công an xã Tân Đông, tỉnh Tây Ninh",
        "Đăng ký thường trú về với cha chồng tại số 5, ấp Đông Hiệp, xã Tân Đông, tỉnh Tây Ninh",
        "Mối quan hệ với chủ hộ: Con dâu",
    ),
    "tk-ct01: own house, alone": (
        "Đăng ký thường trú tại số 44, đường 785, xã Tân Đông, tỉnh Tây Ninh",
        "Mối quan hệ với chủ hộ: Chủ hộ",
    ),
    "tk-tam-tru: a rented room, with a child": (
        "Đăng ký tạm trú tại phòng 3, số 9, ấp Đông Hà, xã Tân Đông, tỉnh Tây Ninh",
        "thời hạn từ ngày 01/11/2026 đến ngày 31/10/2027",
        "Mối quan hệ với chủ hộ: Ở thuê, mượn, nhờ",
    ),
    "tk-gia-han: alone": (
        "Gia hạn tạm trú tại phòng 3, số 9, ấp Đông Hà, xã Tân Đông, tỉnh Tây Ninh đến ngày",
    ),
    "tk-gia-han: with a sister": ("Gia hạn tạm trú tại số 9, ấp Đông Hà", "Em ruột"),
    "tk-tach-ho: for a wife": ("Mối quan hệ với chủ hộ: Vợ",),
    "tk-tach-ho: a couple": (
        "Tách hộ, lập hộ mới tại số 5, ấp Đông Hiệp, xã Tân Đông, tỉnh Tây Ninh",
        "Mối quan hệ với chủ hộ: Chủ hộ",
    ),
    "tk-ct07: for a school": (
        "Xác nhận thông tin cư trú nơi thường trú hiện nay để nộp hồ sơ nhập học cho con",
    ),
    "tk-bhyt: no number yet, a child": ("ĐẶNG GIA HƯNG", "[13]. Xã: Tân Đông", "Bản điện tử"),
    "tk-bhyt: paying in": ("Phương thức đóng: Ba tháng một lần",),
    "tk-bhyt: a wrong name": (),
    "tk-bhyt: another clinic": (),
}
