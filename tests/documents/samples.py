"""Papers of an invented branch, as the rooms would build them."""

from datetime import date

from app.documents.model import (
    Column,
    Document,
    Footing,
    FormLine,
    GroupRow,
    Header,
    Heading,
    Keep,
    ListItem,
    PageBreak,
    Paragraph,
    Row,
    Signatory,
    Signatures,
    Table,
)

OVER = "Đảng bộ Văn phòng UBND tỉnh"
ISSUER = "Chi bộ Thông tin – Tin học"

TASKS = Table(
    columns=(
        Column("TT", 9, "centre"),
        Column("Nhiệm vụ"),
        Column("Người chịu trách nhiệm", 38),
        Column("Thời hạn", 20, "centre"),
        Column("Kết quả", 36),
    ),
    rows=(
        Row(
            (
                "1",
                "Vận hành ổn định hệ thống thông tin báo cáo",
                "Lê Minh Khôi",
                "31/10",
                "Hoàn thành đúng hạn",
            )
        ),
        Row(
            (
                "2",
                "Tập huấn chữ ký số cho 3 phòng",
                "Nguyễn Thu Trang",
                "20/10",
                "Hoàn thành đúng hạn",
            )
        ),
        Row(
            (
                "3",
                "Rà soát tài khoản công vụ không sử dụng",
                "Hoàng Đức Thắng",
                "25/10",
                "Chuyển sang tháng 11",
            )
        ),
    ),
)

MINUTES = Document(
    style="hd05",
    dated=date(2026, 11, 3),
    title="Biên bản sinh hoạt chi bộ thường kỳ tháng 11 năm 2026",
    header=Header(over=OVER, issuer=ISSUER, number_symbol="Số 11-BB/CB"),
    type_name="Biên bản",
    subject="sinh hoạt chi bộ thường kỳ tháng 11 năm 2026",
    blocks=(
        ListItem("Thời gian: từ 14 giờ 00 đến 15 giờ 40, ngày 03 tháng 11 năm 2026."),
        ListItem("Địa điểm: phòng họp tầng 3, Văn phòng UBND tỉnh."),
        ListItem(
            "Chủ trì: đồng chí Trần Thị Hạnh, Bí thư chi bộ. Thư ký: đồng chí Nguyễn Thu "
            "Trang, Chi ủy viên."
        ),
        ListItem(
            "Đại biểu cấp trên: đồng chí Nguyễn Văn Lộc, Ủy viên Ban Thường vụ Đảng ủy, được "
            "phân công theo dõi chi bộ."
        ),
        ListItem(
            "Tổng số đảng viên: 14 đồng chí (chính thức 13, dự bị 01; miễn sinh hoạt 01). "
            "Phải dự: 13 đồng chí."
        ),
        ListItem(
            "Có mặt: 12/13, đạt 92,3 %. Vắng có lý do: 01 (đồng chí Hoàng Đức Thắng, đi công "
            "tác theo Quyết định của Chánh Văn phòng). Vắng không lý do: không."
        ),
        ListItem("Tình hình nộp đảng phí: 14/14 đồng chí đã nộp đủ đến hết tháng 10."),
        Heading("I- NỘI DUNG"),
        Heading("1. Thông báo thời sự; phổ biến chủ trương, chỉ đạo của cấp trên", level=2),
        Paragraph(
            "Đồng chí Trần Thị Hạnh, Bí thư chi bộ, thông báo tình hình thời sự nổi bật trong"
            " nước, quốc tế và địa phương trong tháng 10; phổ biến nội dung trọng tâm của Bản"
            " tin sinh hoạt chi bộ và kết luận hội nghị Đảng ủy về nhiệm vụ quý IV năm 2026, "
            "trong đó nhấn mạnh yêu cầu hoàn thành chuyển đổi hồ sơ điện tử trước ngày 15 "
            "tháng 12."
        ),
        Heading("2. Đánh giá nhiệm vụ tháng 10; nhiệm vụ tháng 11 và phân công", level=2),
        Paragraph(
            "Đồng chí Lê Minh Khôi, Phó Bí thư, báo cáo: chi bộ đã lãnh đạo hoàn thành 5/6 "
            "nhiệm vụ đề ra tại Nghị quyết số 10-NQ/CB, ngày 05/10/2026. Kết quả từng nhiệm "
            "vụ như sau:"
        ),
        TASKS,
        Paragraph(
            "Nhiệm vụ trọng tâm tháng 11: hoàn thiện phương án sao lưu dữ liệu; kiểm tra an "
            "toàn thông tin tại 7 đơn vị; chuẩn bị chuyên đề quý IV."
        ),
        Heading("3. Công tác giáo dục chính trị tư tưởng", level=2),
        Paragraph(
            "Chi bộ đánh giá việc học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí "
            "Minh gắn với cải cách hành chính; đảng viên yên tâm công tác, chấp hành sự phân "
            "công, giữ gìn đoàn kết nội bộ."
        ),
        Heading("4. Phát triển đảng viên; biểu dương, nhắc nhở", level=2),
        Paragraph(
            "Giới thiệu 01 quần chúng ưu tú tham gia lớp bồi dưỡng nhận thức về Đảng. Biểu "
            "dương đồng chí Võ Văn Bình hoàn thành sớm nhiệm vụ được giao."
        ),
        Heading("II- Ý KIẾN THẢO LUẬN"),
        ListItem(
            "Đồng chí Võ Văn Bình: nhất trí với báo cáo; đề nghị bổ sung thời hạn kiểm tra "
            "từng đơn vị để tránh dồn vào cuối tháng."
        ),
        ListItem(
            "Đồng chí Đặng Thùy Dung: đề nghị tổ chức tập huấn theo nhóm nhỏ; có ý kiến khác "
            "về việc kiểm tra cả 7 đơn vị trong một tháng, đề nghị chia hai đợt."
        ),
        ListItem(
            "Đồng chí Nguyễn Văn Lộc, đại biểu cấp trên: đánh giá chi bộ chuẩn bị nội dung "
            "chu đáo, đề nghị gắn chuyên đề quý IV với việc khắc phục hạn chế đã nêu sau kiểm"
            " điểm năm 2025."
        ),
        Heading("III- KẾT LUẬN CỦA CHỦ TRÌ"),
        Paragraph(
            "Chủ trì tiếp thu các ý kiến, kết luận thực hiện kiểm tra thành hai đợt và phân "
            "công: đồng chí Lê Minh Khôi hoàn thiện phương án sao lưu, trước ngày 20/11; đồng"
            " chí Võ Văn Bình chủ trì kiểm tra đợt một tại 4 đơn vị, trước ngày 25/11."
        ),
        Heading("IV- BIỂU QUYẾT"),
        Paragraph(
            "Chi bộ biểu quyết thông qua nghị quyết tháng 11: tán thành 11/12 đồng chí, đạt "
            "91,7 %; không tán thành: 0; ý kiến khác: 01."
        ),
        Heading("V- TỰ ĐÁNH GIÁ CHẤT LƯỢNG"),
        Paragraph(
            "Chi bộ thống nhất tự chấm 93 điểm, xếp loại Tốt. Hạn chế: một nhiệm vụ chưa hoàn"
            " thành đúng hạn; biện pháp: chi ủy kiểm tra tiến độ vào ngày 15 hằng tháng."
        ),
        Paragraph(
            "Biên bản được thông qua trước chi bộ; buổi sinh hoạt kết thúc lúc 15 giờ 40 cùng ngày."
        ),
        Signatures(
            left=Signatory(("NGƯỜI GHI BIÊN BẢN",), "Nguyễn Thu Trang"),
            right=Signatory(("CHỦ TRÌ HỘI NGHỊ",), "Trần Thị Hạnh"),
        ),
    ),
)

RESOLUTION = Document(
    style="hd05",
    dated=date(2026, 11, 5),
    title="Nghị quyết tháng 11 năm 2026",
    header=Header(
        over=OVER,
        issuer=ISSUER,
        number_symbol="Số 11-NQ/CB",
        place_date="Huế, ngày 05 tháng 11 năm 2026",
    ),
    type_name="Nghị quyết",
    subject="lãnh đạo thực hiện nhiệm vụ tháng 11 năm 2026",
    has_subject_rule=True,
    blocks=(
        Paragraph(
            "Ngày 03 tháng 11 năm 2026, Chi bộ Thông tin – Tin học họp thường kỳ; có mặt "
            "12/13 đồng chí phải dự, vắng có lý do 01; đồng chí Trần Thị Hạnh, Bí thư chi bộ,"
            " chủ trì. Sau khi thảo luận, chi bộ quyết nghị:"
        ),
        Heading("I- ĐÁNH GIÁ KẾT QUẢ LÃNH ĐẠO THÁNG 10"),
        Paragraph(
            "1. Về chính trị, tư tưởng: đảng viên giữ vững lập trường, chấp hành nghiêm chủ "
            "trương của Đảng; 100 % đảng viên được phổ biến Bản tin sinh hoạt chi bộ."
        ),
        Paragraph(
            "2. Về nhiệm vụ chính trị: hoàn thành 5/6 nhiệm vụ đề ra, 01 nhiệm vụ chuyển sang"
            " tháng 11."
        ),
        Paragraph(
            "3. Hạn chế, nguyên nhân: việc phối hợp với đơn vị cung cấp còn chậm; chi ủy chưa"
            " đôn đốc kịp thời."
        ),
        Heading("II- PHƯƠNG HƯỚNG, NHIỆM VỤ THÁNG 11"),
        Paragraph(
            "1. Hoàn thiện phương án sao lưu dữ liệu, báo cáo chi bộ tại kỳ sinh hoạt tháng 12."
        ),
        Paragraph(
            "2. Kiểm tra an toàn thông tin tại 7 đơn vị, chia hai đợt; đợt một trước ngày 25/11."
        ),
        Heading("III- PHÂN CÔNG VÀ TỔ CHỨC THỰC HIỆN"),
        Paragraph(
            "1. Đồng chí Lê Minh Khôi chịu trách nhiệm nhiệm vụ 1, trước ngày 20/11; đồng chí"
            " Võ Văn Bình chịu trách nhiệm nhiệm vụ 2, phối hợp với đồng chí Đặng Thùy Dung."
        ),
        Paragraph("2. Chi ủy kiểm tra tiến độ ngày 15/11, báo cáo tại kỳ sinh hoạt gần nhất."),
        Heading("IV- TỰ ĐÁNH GIÁ CHẤT LƯỢNG KỲ SINH HOẠT"),
        Paragraph("Tổng điểm 93/100, xếp loại Tốt."),
        Paragraph(
            "Nghị quyết được chi bộ thông qua với 11/12 đồng chí tán thành, đạt tỷ lệ 91,7 %."
        ),
        Footing(
            recipients=(
                "Đảng ủy Văn phòng UBND tỉnh (để báo cáo),",
                "Các đồng chí chi ủy viên,",
                "Đảng viên chi bộ (thực hiện),",
                "Lưu Chi bộ.",
            ),
            signatory=Signatory(("T/M CHI BỘ", "BÍ THƯ"), "Trần Thị Hạnh"),
        ),
    ),
)

PROGRAMME = Document(
    style="hd36",
    dated=date(2025, 2, 5),
    title="Chương trình sinh hoạt chi bộ tháng 02 năm 2025",
    header=Header(
        over="Đảng bộ Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh",
        issuer="Chi bộ Trường Trung học cơ sở Hoa Phượng Đỏ",
        place_date="Thành phố Hồ Chí Minh, ngày 05 tháng 02 năm 2025",
    ),
    type_name="Chương trình",
    subject=(
        "sinh hoạt chi bộ thường kỳ kết hợp sinh hoạt chuyên đề về chuyển đổi số "
        "trong công tác xây dựng Đảng tháng 02 năm 2025"
    ),
    blocks=(
        Paragraph("14 giờ 00, ngày 07 tháng 02 năm 2025.", lead="Thời gian:"),
        Paragraph("Căn cứ Chỉ thị số 50-CT/TW, ngày 23/7/2025;", is_italic=True),
        Heading("a) Các nội dung", level=3),
        Table(
            columns=(
                Column("STT", 12, "centre"),
                Column("Nội dung"),
                Column("Người trình bày", 40),
                Column("Thời lượng", 24, "right"),
            ),
            rows=(
                GroupRow("Phần mở đầu"),
                Row(("1", "Ổn định tổ chức,\nđiểm danh", "Chủ trì", "5 phút")),
                GroupRow("Phần nội dung"),
                Row(("2", "Thông báo thời sự", "Đồng chí Lê Minh Khôi", "20 phút")),
            ),
        ),
        Paragraph("Kính mời các đồng chí dự đúng giờ.", align="centre"),
        Signatures(left=None, right=Signatory(("T/M CHI BỘ", "PHÓ BÍ THƯ"), "Lê Minh Khôi")),
    ),
)

BLANK_FORM = Document(
    style="hd05",
    dated=date(2026, 11, 3),
    title="Mẫu biên bản để trống",
    header=Header(over=OVER, issuer=ISSUER, number_symbol="Số ……-BB/CB"),
    type_name="Biên bản",
    subject="sinh hoạt chi bộ",
    blocks=(
        FormLine(("- Thời gian:", "giờ", ", ngày")),
        FormLine(("- Địa điểm:",)),
        FormLine(("- Có mặt:", "Vắng có lý do:"), more=2),
        Table(
            columns=(
                Column("TT", 10, "centre"),
                Column("Họ và tên"),
                Column("Có mặt", 25),
                Column("Ghi chú", 50),
            ),
            rows=tuple(Row((str(number), "", "", "")) for number in range(1, 13)),
            row_height_mm=9,
        ),
        PageBreak(),
        Heading("I- NỘI DUNG"),
        Keep((Paragraph("Diễn biến:"), FormLine(more=4))),
        Signatures(left=Signatory(("NGƯỜI GHI BIÊN BẢN",)), right=Signatory(("CHỦ TRÌ HỘI NGHỊ",))),
    ),
)

ALL = {
    "minutes": MINUTES,
    "resolution": RESOLUTION,
    "programme": PROGRAMME,
    "blank_form": BLANK_FORM,
}
