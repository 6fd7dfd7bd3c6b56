"""Which properties of SurveyJS are read, and which say nothing about what is asked; all others are listed."""

from surveys.exchange.shuffles import SURVEYJS_NAMES
from surveys.exchange.surveyjs import OWN
from surveys.exchange.surveyjs_elements import DECLINING

SURVEY = {"title", "description", "locale", "pages", "elements", "questions", "completedHtml", OWN}
LOOKS = {
    *("showQuestionNumbers", "showProgressBar", "progressBarType", "widthMode", "width", "logo", "logoFit"),
    *("logoPosition", "logoWidth", "logoHeight", "showTitle", "showPageTitles", "questionErrorLocation"),
    *("showNavigationButtons", "showPrevButton", "checkErrorsMode", "textUpdateMode", "completeText"),
    *("pageNextText", "pagePrevText", "startSurveyText", "fitToContainer", "headerView", "showTOC"),
    *("titleLocation", "startWithNewLine", "colCount", "width", "minWidth", "maxWidth", "indent", "rows"),
    *("sourceType", "storeDataAsText", "waitForUpload", "allowImagesPreview", "showPreview", "confirmDelete"),
    *("imageFit", "imageHeight", "imageWidth", "contentMode", "labelFormat", "showLabels", "labelCount"),
    *("itemSize", "itemTitleWidth", "inputSize", "maxTextLength"),
    *("descriptionLocation", "hideNumber", "placeholder", "autoGrow", "state", "rateColorMode", "showLabel"),
}
COMMON = {
    "type",
    "name",
    "validators",
    "title",
    "description",
    "isRequired",
    "visibleIf",
    "visible",
    OWN,
    *SURVEYJS_NAMES,
}
OF_TYPE: dict[str, set[str]] = {
    "radiogroup": {
        "choices",
        "choicesVisibleIf",
        "showOtherItem",
        "hasOther",
        "otherText",
        "showNoneItem",
        "hasNone",
        "noneText",
        *(word for flag, key, _ in DECLINING for word in (flag, key)),
    },
    "boolean": {"labelTrue", "labelFalse"},
    "rating": {
        "rateMin",
        "rateMax",
        "rateCount",
        "rateValues",
        "rateType",
        "minRateDescription",
        "maxRateDescription",
    },
    "comment": {"maxLength"},
    "text": {"maxLength", "inputType", "min", "max"},
    "html": {"html"},
    "file": {"acceptedTypes", "acceptedCategories", "allowMultiple", "maxFiles", "maxSize"},
    "slider": {"min", "max", "step", "sliderType"},
    "multipletext": {"items"},
    "matrix": {"columns", "rows", "isAllRowRequired", "eachRowRequired", "rowsVisibleIf"},
}
OF_TYPE["dropdown"] = OF_TYPE["buttongroup"] = OF_TYPE["imagepicker"] = OF_TYPE["radiogroup"]
OF_TYPE["ranking"] = OF_TYPE["radiogroup"]
OF_TYPE["checkbox"] = OF_TYPE["radiogroup"] | {"minSelectedChoices", "maxSelectedChoices"}
OF_TYPE["tagbox"] = OF_TYPE["checkbox"]
OF_TYPE["matrixdropdown"] = OF_TYPE["matrix"] | {"choices", "cellType"}
