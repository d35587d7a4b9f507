"""Tables and charts. Facts: docs.slack.dev, data visualization and data table blocks."""

from bot.sandbox.blockkit.checks import Check, Shape, array, by_type, flag, number, one_of, string
from bot.sandbox.blockkit.elements import ID
from bot.sandbox.blockkit.richtext import RICH_TEXT

_LABEL = string(20, 1)
_CELL = by_type(
    RICH_TEXT,
    Shape("raw_text", {"text!": string(least=1)}),
    Shape("raw_number", {"text!": string(least=1), "value!": number}),
)
_POINT = Shape(None, {"label!": _LABEL, "value!": number})
_AXES = Shape(
    None,
    {
        "categories!": array(_LABEL, 1, 20),
        "x_label": string(50, 1),
        "y_label": string(50, 1),
    },
)


def _graph(kind: str) -> Shape:
    series = Shape(None, {"name!": _LABEL, "data!": array(_POINT, 1, 20)})
    return Shape(kind, {"series!": array(series, 1, 12), "axis_config!": _AXES})


_PIE: dict[str, Check] = {"segments!": array(_POINT, 1, 12)}

DATA_VISUALIZATION = Shape(
    "data_visualization",
    {
        "block_id": ID,
        "title!": string(50, 1),
        "chart!": by_type(_graph("line"), _graph("area"), _graph("bar"), Shape("pie", _PIE)),
    },
)
DATA_TABLE = Shape(
    "data_table",
    {
        "block_id": ID,
        "caption!": string(),
        "rows!": array(array(_CELL), 1),
        "page_size": number,
        "row_header_column_index": number,
    },
)
TABLE = Shape(
    "table",
    {
        "block_id": ID,
        "rows!": array(array(_CELL), 1, 100),
        "column_settings": array(
            Shape(None, {"align": one_of("left", "center", "right"), "is_wrapped": flag}), 0, 20
        ),
    },
)
