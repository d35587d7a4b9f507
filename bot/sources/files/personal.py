"""Headers of columns that are about single persons; such a file is not read."""

# Compared as `columns.simplify` writes them: no spaces, no marks, no case.
WHOLE = frozenset(
    {
        "age", "dob", "employee", "id", "login", "member", "name", "names", "nickname", "pay",
        "person", "photo", "race", "sex", "ssn", "staff", "user", "worker",
        "alter", "mitarbeiter", "mitarbeiterin", "plz",
        "名", "姓", "氏", "社員", "従業員",
    }
)  # fmt: skip
"""Personal where nothing else stands in the header."""
PARTS = (
    # English
    "address", "badgenumber", "bankaccount", "birth", "bonus", "cellphone", "compensation",
    "contactnumber", "displayname", "employeecode", "employeeid", "employeename", "employeeno",
    "employeenumber", "ethnic", "familyname", "firstname", "fullname", "gender", "givenname",
    "homephone", "iban", "lastname", "legalname", "mail", "manager", "maritalstatus", "middlename",
    "mobilephone", "nationality", "nationalid", "passport", "payroll", "personid", "personname",
    "personnelid", "personnelno", "personnelnumber", "phone", "postalcode", "postcode",
    "preferredname", "religion", "reportsto", "salary", "slackid", "socialsecurity", "staffid",
    "staffname", "supervisor", "surname", "taxid", "userid", "username", "wage", "workerid",
    "workername", "zipcode",
    # German
    "adresse", "anschrift", "familienstand", "geburt", "gehalt", "geschlecht", "handynummer",
    "konfession", "lohn", "mitarbeitername", "mitarbeiterid", "mitarbeiternr",
    "mitarbeiternummer", "nachname", "nationalität", "personalid", "personalnr", "personalnummer",
    "postleitzahl", "sozialversicherung", "staatsangehörigkeit", "steuerid", "strasse", "telefon",
    "vergütung", "vorgesetzte", "vorname", "wohnort",
    # Japanese
    "メール", "マイナンバー", "フリガナ", "ふりがな", "カナ氏名", "上司", "給与", "給料", "月給", "年収",
    "年俸", "賃金", "賞与", "報酬", "従業員id", "従業員コード", "従業員番号", "社員id", "社員コード",
    "社員番号", "社員名", "従業員名", "氏名", "名前", "姓名", "苗字", "名字", "性別", "年齢", "生年月日",
    "誕生日", "住所", "郵便番号", "電話", "携帯", "国籍", "口座", "配偶者", "顔写真",
)  # fmt: skip
"""Personal wherever they stand in a header that is none of ours."""


def looks_personal(header: str) -> bool:
    """Return whether a header, simplified, names something about single persons."""
    return header in WHOLE or any(part in header for part in PARTS)
