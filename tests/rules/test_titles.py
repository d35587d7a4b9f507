"""The lexicon, title by title: department | title | where they count."""

import pytest

from rules.mappings import NOT_COUNTED, Placement
from rules.tallies import Traits
from rules.titles import (
    CUSTOMER_SUCCESS,
    ENABLEMENT,
    PARTNERS,
    SALES,
    SALES_ENGINEERING,
    STARTER_MAPPING,
    SUPPORT,
    suggest_placement,
)

PLACEMENTS: dict[str, Placement | None] = {
    "sales": SALES,
    "cs": CUSTOMER_SUCCESS,
    "support": SUPPORT,
    "se": SALES_ENGINEERING,
    "partner": PARTNERS,
    "enablement": ENABLEMENT,
    "not counted": NOT_COUNTED,
    "unknown": None,
}

BY_BOTH = """
    | Account Executive                    | sales
    | Senior Account Executive, EMEA       | sales
    | International Account Executive      | sales
    | AE                                   | sales
    | Enterprise AE                        | sales
    | SDR                                  | sales
    | SDR Team Lead                        | sales
    | BDR                                  | sales
    | Sales Development Representative     | sales
    | Business Development Representative  | sales
    | Account Manager                      | sales
    | Key Account Manager (m/w/d)          | sales
    | Key-Account-Manager                  | sales
    | Regional Sales Manager               | sales
    | VP, Sales                            | sales
    | Director of Sales (DACH)             | sales
    | Head of Sales                        | sales
    | Inside Sales Specialist              | sales
    | 営業                                  | sales
    | 法人営業                              | sales
    | 営業部長                              | sales
    | インサイドセールス                     | sales
    | ｲﾝｻｲﾄﾞｾｰﾙｽ                            | sales
    | フィールドセールス担当                 | sales
    | アカウントエグゼクティブ               | sales
    | Vertriebsmitarbeiterin               | sales
    | Außendienstmitarbeiter               | sales
    | Leiter Vertrieb                      | sales
    | Customer Success Manager             | cs
    | CSM                                  | cs
    | Senior CSM                           | cs
    | Head of Customer Success             | cs
    | Customer Success Engineer            | cs
    | Technical Account Manager            | cs
    | Implementation Consultant            | cs
    | Renewals Manager                     | cs
    | Renewals Account Manager             | cs
    | カスタマーサクセス                     | cs
    | カスタマーサクセスマネージャー          | cs
    | 導入コンサルタント                     | cs
    | Support Engineer                     | support
    | Senior Support Engineer              | support
    | Customer Support Representative      | support
    | Technical Support Lead               | support
    | カスタマーサポート                     | support
    | テクニカルサポートエンジニア            | support
    | Teamleiter Kundenservice             | support
    | Sales Engineer                       | se
    | Presales Manager                     | se
    | Pre-Sales Consultant                 | se
    | Solutions Engineer                   | se
    | Solution Consultant                  | se
    | プリセールス                           | se
    | ソリューションエンジニア                | se
    | セールスエンジニア                      | se
    | Vertriebsingenieur                   | se
    | Partner Manager                      | partner
    | Senior Partner Manager               | partner
    | Channel Account Manager              | partner
    | Director, Strategic Alliances        | partner
    | パートナー営業                         | partner
    | 代理店営業                            | partner
    | Partnermanager                       | partner
    | Sales Enablement Manager             | enablement
    | Director of Enablement               | enablement
    | Director, Enablement                 | enablement
    | Revenue Enablement Lead              | enablement
    | CS Enablement Specialist             | enablement
    | Partner Enablement Manager           | enablement
    | Sales Enablement Operations Manager  | enablement
    | Customer Success Enablement Manager  | enablement
    | Sales Operations & Enablement Lead   | enablement
    | Sales Trainer                        | enablement
    | イネーブルメント                       | enablement
    | セールスイネーブルメントマネージャー     | enablement
    | Vertriebstrainer                     | enablement
Marketing | Enablement Manager             | enablement
Marketing | Product Marketing Manager      | not counted
    | Software Engineer                    | not counted
Sales | Software Engineer                  | not counted
Product | Product Manager, Customer Success Platform | not counted
Engineering | Data Engineer - Customer Support | not counted
    | Product Owner, Account Manager Tools | not counted
    | カスタマーサクセス データアナリスト     | not counted
Marketing | Sales Enablement Manager           | enablement
    | Product Manager, Sales Enablement    | enablement
    | Sales Operations Manager             | not counted
    | Director of Sales Operations         | not counted
Sales | RevOps Analyst                     | not counted
    | Customer Success Operations Lead     | not counted
    | Deal Desk Manager                    | not counted
    | 営業企画                              | not counted
営業 | 営業企画マネージャー                   | not counted
    | 営業事務                              | not counted
    | Vertriebssteuerung                   | not counted
Sales | Salesforce Administrator           | not counted
    | Salesforce Developer                 | not counted
    | Office/IT Support                    | not counted
    | IT Support Engineer                  | not counted
    | 社内SE                                | not counted
    | HR Business Partner                  | not counted
Sales | Executive Assistant to the CRO     | not counted
    | Vertriebsassistenz                   | not counted
    | Intern                               | not counted
    | Sales Development Intern             | not counted
    | Enablement Intern (summer)           | not counted
    | Werkstudent Vertrieb                 | not counted
Sales | インターン                          | not counted
Legal | Partner                            | not counted
Engineering | Support Engineer             | support
Sales | Ninja                              | sales
営業部 | 課長                               | sales
Customer Success | Advisor                 | cs
    | Partner                              | unknown
    | Managing Partner                     | unknown
    | Cloud Enablement Architect           | unknown
    | Enablement Engineer                  | unknown
    | Network Support Engineer             | unknown
    | Solution Architect                   | unknown
    | SE                                   | unknown
    | システムエンジニア                      | unknown
    | 営業推進                              | unknown
    | 課長                                  | unknown
    | Head of Salesforce Practice          | unknown
    | Salesforce Consultant                | unknown
    | Sales Tax Accountant                 | unknown
    | Accounting Manager                   | unknown
    | Internal Auditor                     | unknown
    | Ingénieur commercial                 | unknown
    | 销售经理                              | unknown
Facilities | Office Manager                | unknown
"""
BY_SUGGESTION = """
    | Account - Executive                  | sales
    | Manager (Customer Success)           | cs
    | Sales                                | sales
    | Marketing                            | not counted
Sales - EMEA | Team Lead                   | sales
Sales Operations Team | Analyst            | not counted
Vertrieb DACH | Leitung                    | sales
Global Sales Enablement | Lead             | enablement
    |                                      | unknown
"""
GROUPS = """
| sales-emea         | sales
| ae_apac            | sales
| sdrs               | sales
| csms               | cs
| customer-success   | cs
| support-engineers  | support
| solutions.engineers| se
| partner-managers   | partner
| sales-enablement   | enablement
| enablement-team    | enablement
| revops             | not counted
| it                 | not counted
| 営業チーム           | sales
| everyone           | unknown
| partner            | unknown
| cs                 | unknown
| all                | unknown
"""


def read(table: str) -> list[tuple[str, str, str]]:
    lines = [line.split("|") for line in table.strip("\n").splitlines()]
    return [(first.strip(), second.strip(), third.strip()) for first, second, third in lines]


@pytest.mark.parametrize(("department", "title", "expected"), read(BY_BOTH))
def test_a_title_counts_where_the_lexicon_says(department: str, title: str, expected: str) -> None:
    traits = Traits(department, title)
    assert STARTER_MAPPING.find_placement(traits) == PLACEMENTS[expected]
    assert suggest_placement(traits) == PLACEMENTS[expected]


@pytest.mark.parametrize(("department", "title", "expected"), read(BY_SUGGESTION))
def test_a_suggestion_overlooks_what_stands_around_a_name(
    department: str, title: str, expected: str
) -> None:
    assert suggest_placement(Traits(department, title)) == PLACEMENTS[expected]


@pytest.mark.parametrize(("_", "group", "expected"), read(GROUPS))
def test_a_group_is_read_as_a_title_or_a_department(_: str, group: str, expected: str) -> None:
    assert suggest_placement(Traits(group=group)) == PLACEMENTS[expected]


def test_each_class_and_function_of_the_lexicon_stands_in_the_table() -> None:
    assert {expected for _, _, expected in read(BY_BOTH)} == PLACEMENTS.keys()
    placements = {rule.placement for rule in STARTER_MAPPING.rules}
    assert placements == {placement for placement in PLACEMENTS.values() if placement}


def test_no_term_of_the_lexicon_stands_in_it_twice() -> None:
    terms = [(rule.department, rule.title) for rule in STARTER_MAPPING.rules]
    assert sorted(terms) == sorted(set(terms))


def test_no_term_of_the_lexicon_is_hidden_behind_another() -> None:
    hidden = [
        rule
        for rule in STARTER_MAPPING.rules
        if rule.placement
        != STARTER_MAPPING.find_placement(Traits(rule.department, rule.title.replace("*", "x")))
    ]
    assert hidden == []
