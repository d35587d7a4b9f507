"""Our lexicon of titles and departments: where their people most likely count.

It knows English, Japanese and the common German ones; all of it is our judgement, shown to an admin
before it counts. What it does not know stays unclassified, however likely a guess would be: `SE` is a
systems engineer in Japan, `Partner` a lawyer, `CS` one of three departments.
"""

import re

from rules.headcounts import Function, HeadcountClass
from rules.mappings import NOT_COUNTED, Mapping, MappingRule, Placement, fold
from rules.tallies import Traits

SALES = Placement(HeadcountClass.CUSTOMER_FACING, Function.SALES)
CUSTOMER_SUCCESS = Placement(HeadcountClass.CUSTOMER_FACING, Function.CUSTOMER_SUCCESS)
SUPPORT = Placement(HeadcountClass.CUSTOMER_FACING, "support")
SALES_ENGINEERING = Placement(HeadcountClass.CUSTOMER_FACING, "se")
PARTNERS = Placement(HeadcountClass.CUSTOMER_FACING, "partner")
ENABLEMENT = Placement(HeadcountClass.ENABLEMENT)

# The order matters: an intern in enablement is an intern, a partner account manager sells through
# partners, and sales operations would otherwise be found under sales.
TITLES: tuple[tuple[Placement, str], ...] = (
    (
        NOT_COUNTED,
        """intern | intern * | * intern | * intern * | intern,* | *, intern | *internship*
        *working student* | *werkstudent* | *praktikant* | *インターン*
        *executive assistant* | *personal assistant* | *administrative assistant* | *assistenz*
        *秘書* | *営業事務* | *営業アシスタント*""",
    ),
    (
        ENABLEMENT,
        """*sales enablement* | *revenue enablement* | *field enablement* | *seller enablement*
        *gtm enablement* | *go-to-market enablement* | *commercial enablement*
        *customer success enablement* | *cs enablement* | *support enablement*
        *partner enablement* | *channel enablement* | *product enablement*
        *operations & enablement* | *operations and enablement* | *ops & enablement*
        *training & enablement* | *training and enablement*
        *global enablement* | *regional enablement* | * of enablement | * of enablement,*
        enablement | enablement manager* | senior enablement manager* | sr. enablement manager*
        enablement lead* | senior enablement lead* | enablement director* | *director, enablement*
        enablement specialist* | senior enablement specialist* | enablement program*
        enablement partner* | enablement coordinator* | enablement business partner*
        *sales trainer* | *sales training* | *sales coach* | *vertriebstrainer* | *verkaufstrainer*
        イネーブルメント* | *セールスイネーブルメント* | *セールス・イネーブルメント*
        *営業イネーブルメント* | *csイネーブルメント* | *カスタマーサクセスイネーブルメント*
        *パートナーイネーブルメント* | *営業研修* | *営業教育*""",
    ),
    # Systems, targets and process, and who builds what the others use: neither side of the ratio, and
    # said so instead of left open, or else the department, or whom they build for, would make them
    # sellers. A department that is not counted does not win by itself: enablers sit in Marketing.
    (
        NOT_COUNTED,
        """*sales operations* | *sales ops* | *revenue operations* | *revops* | *gtm operations*
        *customer success operations* | *cs operations* | *support operations* | *cs ops*
        *partner operations* | *deal desk* | *sales planning* | *sales strategy* | *sales analyst*
        *sales compensation* | *営業企画* | *営業戦略* | *セールスオペレーション*
        *レベニューオペレーション* | *カスタマーサクセスオペレーション* | *vertriebssteuerung*
        *vertriebscontroll* | *vertriebsplanung* | *salesforce admin* | *salesforce developer*
        *salesforce architect* | *crm admin* | it support* | * it support* | */it support*
        it-support* | *desktop support* | *office support* | *help desk* | *helpdesk* | *社内*
        *software engineer* | *software developer* | *softwareentwickler*
        *product manager* | *product owner* | *product designer* | *data engineer*
        *data analyst* | *data scientist* | *プロダクトマネージャー* | *データエンジニア*
        *データアナリスト* | *データサイエンティスト*
        *ソフトウェアエンジニア* | *ソフトウエアエンジニア* | *hr business partner* | *hrbp*
        *people business partner* | *finance business partner*""",
    ),
    (
        SALES_ENGINEERING,
        """*sales engineer* | *solution engineer* | *solutions engineer* | *solution consultant*
        *solutions consultant* | *presales* | *pre-sales* | *pre sales*
        *field application engineer* | *vertriebsingenieur* | *プリセールス*
        *セールスエンジニア* | *ソリューションエンジニア* | *ソリューションコンサルタント*
        *技術営業*""",
    ),
    (
        PARTNERS,
        """*partner manager* | *partner account manager* | *partner development* | *partner sales*
        *partner success* | *channel manager* | *channel account manager* | *channel sales*
        *alliance manager* | *alliances* | *partnermanager* | *partnervertrieb* | *パートナー営業*
        *パートナーセールス* | *パートナーサクセス* | *パートナーマネージャー* | *代理店*
        *アライアンス*""",
    ),
    (
        CUSTOMER_SUCCESS,
        """*customer success* | *customer-success* | *client success* | csm | csm * | * csm | csms
        *technical account manager* | tam | *implementation manager* | *implementation consultant*
        *implementation specialist* | *implementation engineer* | *implementation lead*
        *customer onboarding* | *renewals* | *renewal manager* | *renewal specialist*
        *kundenerfolg* | *カスタマーサクセス* | *テクニカルアカウントマネージャー*
        *導入コンサルタント* | *導入支援* | *契約更新*""",
    ),
    (
        SUPPORT,
        """*customer support* | *technical support* | *product support* | *customer service*
        *customer care* | support engineer* | senior support engineer* | sr. support engineer*
        lead support engineer* | staff support engineer* | *cloud support engineer*
        support specialist* | support agent* | support representative* | support manager*
        *kundenservice* | *kundendienst* | *kundensupport* | *カスタマーサポート*
        *カスタマーサービス* | *サポートエンジニア* | *テクニカルサポート*""",
    ),
    (
        SALES,
        """*account executive* | *account-executive* | *account manager* | *account-manager*
        *account director* | ae | ae * | * ae | aes | *sdr | sdr * | sdrs | *bdr | bdr * | bdrs
        *sales development* | *business development representative* | *sales representative*
        *sales rep | *sales manager* | *sales director* | *sales executive* | *sales associate*
        *sales specialist* | *sales consultant* | sales lead* | *salesperson* | *territory manager*
        head of sales | * of sales | * of sales,* | * of sales (* | vp sales* | *vp, sales*
        *inside sales* | *field sales* | *outside sales* | *enterprise sales* | *regional sales*
        *アカウントエグゼクティブ* | *アカウントマネージャー* | *インサイドセールス*
        *フィールドセールス* | *セールスマネージャー* | *セールスディレクター* | *営業
        *営業担当* | *営業職* | *営業部長* | *営業課長* | *営業本部長* | *営業所長* | *営業主任*
        *営業マネージャー* | *営業リーダー* | *vertriebsmitarbeiter* | *vertriebsleit*
        *vertriebsmanager* | *vertriebsbeauftragte* | *vertriebsinnendienst* | *außendienst*
        *verkäufer* | *verkaufsberater* | leiter* vertrieb | leitung vertrieb""",
    ),
)
DEPARTMENTS: tuple[tuple[Placement, str], ...] = (
    (SALES, "sales | vertrieb | セールス | 営業 | 営業部 | 営業本部 | inside sales | field sales"),
    (
        SALES,
        "インサイドセールス | インサイドセールス部 | フィールドセールス | フィールドセールス部",
    ),
    (CUSTOMER_SUCCESS, "customer success | カスタマーサクセス | カスタマーサクセス部"),
    (SUPPORT, "customer support | technical support | customer service | kundenservice"),
    (SUPPORT, "カスタマーサポート | カスタマーサポート部"),
    (SALES_ENGINEERING, "sales engineering | solutions engineering | presales | pre-sales"),
    (SALES_ENGINEERING, "solution engineering | solution consulting | プリセールス"),
    (PARTNERS, "partner sales | channel sales | alliances | パートナー営業部 | アライアンス"),
    (ENABLEMENT, "enablement | sales enablement | revenue enablement | gtm enablement"),
    (ENABLEMENT, "イネーブルメント | セールスイネーブルメント | セールスイネーブルメント部"),
    (NOT_COUNTED, "sales operations | revenue operations | revops | 営業企画 | 営業企画部"),
    (NOT_COUNTED, "engineering | product | product management | research and development | r&d"),
    (NOT_COUNTED, "marketing | finance | accounting | human resources | hr | people | legal | it"),
    (NOT_COUNTED, "information technology | entwicklung | personal | finanzen | buchhaltung"),
    (NOT_COUNTED, "開発 | 開発部 | 人事 | 人事部 | 経理 | 経理部 | 財務 | 財務部 | 法務 | 法務部"),
    (
        NOT_COUNTED,
        "総務 | 総務部 | マーケティング | マーケティング部 | 情報システム | 情報システム部",
    ),
)


def _split(terms: str) -> list[str]:
    return [term.strip() for term in re.split(r"[|\n]", terms)]


# What a group or a department adds to the name of what it does.
BESIDES_THE_POINT = frozenset(
    _split(
        """team | teams | group | dept | department | all | members | emea | apac | amer | americas
        latam | na | dach | eu | us | uk | japan | jp | germany | global"""
    )
)
STARTER_MAPPING = Mapping(
    tuple(
        MappingRule(placement, title=title)
        for placement, terms in TITLES
        for title in _split(terms)
    )
    + tuple(
        MappingRule(placement, department=department)
        for placement, terms in DEPARTMENTS
        for department in _split(terms)
    )
)
"""What a source of rows is counted by until an admin changes it."""


def suggest_placement(traits: Traits) -> Placement | None:
    """Return where people with these traits probably count; None where the lexicon is silent.

    More lenient than `STARTER_MAPPING`: punctuation, regions and the word team do not matter, and a
    group may be called as a title or a department is.
    """
    for name in (traits.title, traits.department, traits.group):
        for form in (name, _strip(name)):
            placement = STARTER_MAPPING.find_placement(Traits(department=form, title=form))
            if placement is not None:
                return placement
    return None


def _strip(name: str) -> str:
    words = re.sub(r"[^\w&]|_", " ", fold(name)).removesuffix("チーム").split()
    return " ".join(word for word in words if word not in BESIDES_THE_POINT)
