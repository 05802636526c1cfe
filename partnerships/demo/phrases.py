"""What the register says about events, by type: a sentence in each language."""

from .world import Label

NOTES: dict[str, tuple[Label, ...]] = {
    "CUL_CHARTER": (
        Label(
            "修订章程，将宗旨与本区民生规划相衔接",
            "Charter revised: its aims now refer to the district's plan for people's lives",
        ),
        Label("章程写明服务基层治理与困难群众", "Charter names grassroots governance and people in need as aims"),
    ),
    "CUL_PARTY_ORG": (
        Label("经批准成立党支部", "Party branch set up with approval"),
        Label("党建工作要求写入章程", "Party-building written into the charter"),
    ),
    "CUL_PARTY_JOINT": (
        Label("与机关支部开展结对共建", "Joint activity with the bureau's Party branch"),
        Label("联合主题党日，走访困难党员", "Joint theme day, visiting members in need"),
    ),
    "CUL_POLICY_RESPONSE": (
        Label("自筹力量响应政策主题，开展免费服务", "Free services of its own in answer to a policy theme"),
        Label("组织志愿者参加政府倡导的行动", "Volunteers organised for a campaign the government called for"),
    ),
    "CUL_OFFICIAL_VISIT": (
        Label("分管领导到机构调研", "The official in charge visits the organization"),
        Label("科室负责人走访服务现场", "Heads of section see the service on site"),
    ),
    "CUL_AWARD": (
        Label("获评年度优秀社会组织", "Named outstanding social organization of the year"),
        Label("项目获评优秀服务案例", "Project commended as an outstanding case"),
    ),
    "CUL_GOV_MEDIA": (
        Label("政务公众号报道服务成效", "Government account reports on the service"),
        Label("工作简报刊载机构经验", "Work briefing prints the organization's experience"),
    ),
    "CUL_PILOT": (Label("列为服务试点单位", "Named a pilot"), Label("确定为示范点", "Chosen as a model site")),
    "CUL_TRAINING": (
        Label("参加社会组织负责人培训班", "Course for heads of social organizations"),
        Label("参加政府购买服务业务培训", "Training on purchase of services"),
    ),
    "CUL_CONFLICT": (
        Label("就服务对象范围公开表达不同意见", "Public disagreement about who is to be served"),
        Label("对考核办法的分歧载入会议纪要", "Disagreement over the assessment rules, in the minutes"),
    ),
    "RES_SUBSIDY": (
        Label("拨付社会组织发展补助", "Subsidy for developing social organizations"),
        Label("直接拨付运营补贴", "Direct operating subsidy"),
    ),
    "RES_INKIND_GOV": (
        Label("无偿提供办公与活动场地", "Rooms for office and activities, free of charge"),
        Label("调拨设备供服务使用", "Equipment handed over for the service"),
    ),
    "RES_INKIND_NGO": (
        Label("机构引入基金会资金并组织志愿者", "Foundation money and volunteers brought in"),
        Label("机构投入自筹资金与专业督导", "Own funds and professional supervision put in"),
    ),
    "RES_SCOPE_CUT": (
        Label("未经协商调减项目预算", "Budget reduced without consultation"),
        Label("单方增加服务指标，经费不变", "Targets raised by one side, funds unchanged"),
    ),
    "RES_EXTRA_TASK": (
        Label(
            "要求社工承担合同外台账与迎检",
            "Social workers told to keep files and prepare inspections outside the contract",
        ),
        Label("抽调人员参与行政性入户登记", "Staff drawn off for administrative household registration"),
    ),
    "RES_BID": (Label("参加政府购买服务遴选", "Took part in a selection for a purchase of services"),),
    "RES_AUDIT": (
        Label("项目资金专项审计", "Audit of project funds"),
        Label("年度财务审计", "Annual financial audit"),
    ),
    "RES_SUBCONTRACT": (
        Label("查实将主体服务转包第三方", "Found to have passed the core service on to a third party"),
    ),
    "NET_LEAD": (Label("牵头发起服务网络", "Starts and leads a service network"),),
    "NET_CODELIVERY": (
        Label("与伙伴机构联合开展服务", "Service delivered jointly with a partner"),
        Label("与学校、社区联合举办活动", "Activity run together with schools and communities"),
    ),
    "NET_REFERRAL": (Label("个案转介并共同跟进", "Case referred and followed up together"),),
    "NET_CROSS_GOV": (Label("与其他部门开展合作", "Cooperation with another department"),),
    "NET_EXIT": (
        Label("联席会议不再召开，机制终止", "Joint meeting no longer called; the body ends"),
        Label("退出服务网络", "Leaves the service network"),
    ),
    "REC_JOINT_PLAN": (
        Label("双方共同开展需求调研并商定方案", "Both sides survey needs and agree a design"),
        Label("共同编制年度服务计划", "Annual service plan drawn up together"),
    ),
    "REC_JOINT_BODY": (Label("建立季度联席会议，轮值主持", "Quarterly joint meeting, chaired in turn"),),
    "REC_AGREEMENT": (
        Label("签订共建协议，明确双方责任", "Co-building agreement naming what each side owes"),
        Label("签订战略合作协议", "Strategic cooperation agreement"),
    ),
    "REC_PROPOSAL": (
        Label("就服务流程改进提出书面建议", "Written proposal for improving the service"),
        Label("提交需求调研报告与政策建议", "Report on needs, with a policy proposal"),
    ),
    "REC_INFO_GOV": (
        Label("共享辖区服务对象底数", "Shares the register of people to be served"),
        Label("开放业务数据供服务设计", "Opens its data for designing the service"),
    ),
    "REC_INFO_NGO": (
        Label("报送需求调研数据", "Hands over data of its needs survey"),
        Label("突发事件中提供应急支援", "Helps in an emergency"),
    ),
    "REC_JOINT_EVAL": (Label("共同制定评估标准并联合评估", "Criteria set and evaluation held together"),),
    "REC_RETALIATION": (
        Label(
            "投诉后被移出年度项目名单（经复核认定）", "Struck from the year's list after a complaint, as a review found"
        ),
    ),
}

SUBJECTS: dict[str, tuple[Label, ...]] = {
    "general": (
        Label("申请协调活动场地", "Asks for help with rooms"),
        Label("申请调整服务时间安排", "Asks to change service hours"),
        Label("请求提供服务对象名单", "Asks for the list of people to be served"),
    ),
    "payment": (
        Label("申请拨付到期款项", "Asks for a payment that is due"),
        Label("催告逾期款项", "Reminder of an overdue payment"),
    ),
    "challenge": (Label("对遴选结果提出质疑", "Challenges the result of a selection"),),
    "complaint": (Label("投诉合同外任务", "Complains about tasks outside the contract"),),
}
ANSWERS = (
    Label("已协调解决", "Settled"),
    Label("同意所请", "Granted"),
    Label("暂不具备条件，已说明理由", "Not possible for now; reasons given"),
)
DELIVERABLES = (
    Label("完成需求评估报告", "Needs assessment handed in"),
    Label("服务人次达到半数指标", "Half of the agreed services delivered"),
    Label("提交终期总结材料", "Final report handed in"),
)
DOCUMENTS = Label("佐证材料", "Supporting document")
EVALUATORS = (
    "汀澜市社会组织评估中心 / Tinglan Centre for Evaluating Social Organizations",
    "衡言评估咨询事务所 / Hengyan Evaluation",
    "汀澜师范学院社会工作系 / Department of Social Work, Tinglan Normal College",
)
