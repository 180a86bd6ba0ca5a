import district.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import simple_history.models
from django.conf import settings
from django.db import migrations, models
from django.db.models import F


def count_the_other_votes(apps, schema_editor):
    """What was valid, and neither for nor against, was of another opinion: now the sum must hold."""
    decisions = apps.get_model("resolutions", "PersonnelDecision").objects
    counted = decisions.filter(ballots_valid__isnull=False, votes_for__isnull=False, votes_against__isnull=False)
    counted.update(votes_other=F("ballots_valid") - F("votes_for") - F("votes_against"))


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('district', '0002_quorum'),
        ('meetings', '0002_approval_and_seals'),
        ('resolutions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalReservedOpinion',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('created_at', models.DateTimeField(blank=True, editable=False, verbose_name='lập lúc')),
                ('modified_at', models.DateTimeField(blank=True, db_index=True, editable=False, verbose_name='sửa lúc')),
                ('text', district.fields.TextField(verbose_name='ý kiến bảo lưu')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='district.person', verbose_name='người bảo lưu')),
                ('resolution', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='resolutions.resolution', verbose_name='văn bản')),
            ],
            options={
                'verbose_name': 'historical ý kiến bảo lưu',
                'verbose_name_plural': 'historical ý kiến bảo lưu',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='ReservedOpinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='lập lúc')),
                ('modified_at', models.DateTimeField(auto_now=True, db_index=True, verbose_name='sửa lúc')),
                ('text', district.fields.TextField(verbose_name='ý kiến bảo lưu')),
                ('search_key', district.fields.SearchKeyField('text', blank=True, default='', editable=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reserved_opinions', to='district.person', verbose_name='người bảo lưu')),
                ('resolution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reserved_opinions', to='resolutions.resolution', verbose_name='văn bản')),
            ],
            options={
                'verbose_name': 'ý kiến bảo lưu',
                'verbose_name_plural': 'ý kiến bảo lưu',
                'ordering': ['resolution', 'person__sort_key', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('resolution', 'person'), name='reserved_opinion_once', violation_error_message='Đồng chí này đã bảo lưu ý kiến về văn bản này.'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='reserved_opinion_says_something', violation_error_message='Ý kiến bảo lưu phải có nội dung.')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='personneldecision',
            name='personnel_decision_votes_within_valid',
        ),
        migrations.RemoveConstraint(
            model_name='resolution',
            name='resolution_votes_within_incumbents',
        ),
        migrations.RemoveConstraint(
            model_name='resolution',
            name='resolution_kind_known',
        ),
        migrations.AddField(
            model_name='historicalpersonneldecision',
            name='confidence_high',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='tín nhiệm cao'),
        ),
        migrations.AddField(
            model_name='historicalpersonneldecision',
            name='confidence_low',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='tín nhiệm thấp'),
        ),
        migrations.AddField(
            model_name='historicalpersonneldecision',
            name='confidence_medium',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='tín nhiệm'),
        ),
        migrations.AddField(
            model_name='historicalpersonneldecision',
            name='incumbents',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Được thông qua khi quá nửa số này tán thành, không phải quá nửa số có mặt.', null=True, verbose_name='ủy viên đương nhiệm'),
        ),
        migrations.AddField(
            model_name='historicalpersonneldecision',
            name='votes_other',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='ý kiến khác'),
        ),
        migrations.AddField(
            model_name='historicalresolution',
            name='ballots_collected',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='phiếu thu về'),
        ),
        migrations.AddField(
            model_name='historicalresolution',
            name='ballots_issued',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Chỉ ghi khi bỏ phiếu kín.', null=True, verbose_name='phiếu phát ra'),
        ),
        migrations.AddField(
            model_name='historicalresolution',
            name='ballots_valid',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='phiếu hợp lệ'),
        ),
        migrations.AddField(
            model_name='historicalresolution',
            name='issued_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='cấp số lúc'),
        ),
        migrations.AddField(
            model_name='historicalresolution',
            name='withdrawal_reason',
            field=district.fields.TextField(blank=True, editable=False, verbose_name='lý do thu hồi'),
        ),
        migrations.AddField(
            model_name='historicalresolution',
            name='withdrawn_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='ngày thu hồi'),
        ),
        migrations.AddField(
            model_name='personneldecision',
            name='confidence_high',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='tín nhiệm cao'),
        ),
        migrations.AddField(
            model_name='personneldecision',
            name='confidence_low',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='tín nhiệm thấp'),
        ),
        migrations.AddField(
            model_name='personneldecision',
            name='confidence_medium',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='tín nhiệm'),
        ),
        migrations.AddField(
            model_name='personneldecision',
            name='incumbents',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Được thông qua khi quá nửa số này tán thành, không phải quá nửa số có mặt.', null=True, verbose_name='ủy viên đương nhiệm'),
        ),
        migrations.AddField(
            model_name='personneldecision',
            name='votes_other',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='ý kiến khác'),
        ),
        migrations.AddField(
            model_name='resolution',
            name='ballots_collected',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='phiếu thu về'),
        ),
        migrations.AddField(
            model_name='resolution',
            name='ballots_issued',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Chỉ ghi khi bỏ phiếu kín.', null=True, verbose_name='phiếu phát ra'),
        ),
        migrations.AddField(
            model_name='resolution',
            name='ballots_valid',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='phiếu hợp lệ'),
        ),
        migrations.AddField(
            model_name='resolution',
            name='issued_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='cấp số lúc'),
        ),
        migrations.AddField(
            model_name='resolution',
            name='withdrawal_reason',
            field=district.fields.TextField(blank=True, editable=False, verbose_name='lý do thu hồi'),
        ),
        migrations.AddField(
            model_name='resolution',
            name='withdrawn_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='ngày thu hồi'),
        ),
        migrations.AlterField(
            model_name='historicalpersonneldecision',
            name='ballots_issued',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Chỉ ghi khi bỏ phiếu kín.', null=True, verbose_name='phiếu phát ra'),
        ),
        migrations.AlterField(
            model_name='historicalpersonneldecision',
            name='votes_against',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='không tán thành'),
        ),
        migrations.AlterField(
            model_name='historicalpersonneldecision',
            name='votes_for',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='tán thành'),
        ),
        migrations.AlterField(
            model_name='historicalresolution',
            name='incumbents',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Được thông qua khi quá nửa số này tán thành, không phải quá nửa số có mặt.', null=True, verbose_name='ủy viên đương nhiệm'),
        ),
        migrations.AlterField(
            model_name='historicalresolution',
            name='kind',
            field=models.CharField(choices=[('resolution', 'Nghị quyết'), ('conclusion', 'Kết luận'), ('notice', 'Thông báo'), ('decision', 'Quyết định'), ('regulation', 'Quy định'), ('instruction', 'Chỉ thị'), ('programme', 'Chương trình'), ('plan', 'Kế hoạch'), ('report', 'Báo cáo'), ('minutes', 'Biên bản')], default='resolution', max_length=15, verbose_name='loại văn bản'),
        ),
        migrations.AlterField(
            model_name='personneldecision',
            name='ballots_issued',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Chỉ ghi khi bỏ phiếu kín.', null=True, verbose_name='phiếu phát ra'),
        ),
        migrations.AlterField(
            model_name='personneldecision',
            name='votes_against',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='không tán thành'),
        ),
        migrations.AlterField(
            model_name='personneldecision',
            name='votes_for',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='tán thành'),
        ),
        migrations.AlterField(
            model_name='resolution',
            name='incumbents',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Được thông qua khi quá nửa số này tán thành, không phải quá nửa số có mặt.', null=True, verbose_name='ủy viên đương nhiệm'),
        ),
        migrations.AlterField(
            model_name='resolution',
            name='kind',
            field=models.CharField(choices=[('resolution', 'Nghị quyết'), ('conclusion', 'Kết luận'), ('notice', 'Thông báo'), ('decision', 'Quyết định'), ('regulation', 'Quy định'), ('instruction', 'Chỉ thị'), ('programme', 'Chương trình'), ('plan', 'Kế hoạch'), ('report', 'Báo cáo'), ('minutes', 'Biên bản')], default='resolution', max_length=15, verbose_name='loại văn bản'),
        ),
        migrations.RunPython(count_the_other_votes, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='personneldecision',
            constraint=models.CheckConstraint(condition=models.Q(('incumbents__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Coalesce(django.db.models.functions.comparison.Cast('votes_for', models.IntegerField()), 0), '+', django.db.models.functions.comparison.Coalesce(django.db.models.functions.comparison.Cast('votes_against', models.IntegerField()), 0)), '+', django.db.models.functions.comparison.Coalesce(django.db.models.functions.comparison.Cast('votes_other', models.IntegerField()), 0)))), name='personnel_decision_votes_within_incumbents', violation_error_message='Tổng số phiếu không được lớn hơn số ủy viên đương nhiệm.'),
        ),
        migrations.AddConstraint(
            model_name='personneldecision',
            constraint=models.CheckConstraint(condition=models.Q(('incumbents__gte', models.F('ballots_issued'))), name='personnel_decision_issued_within_incumbents', violation_error_message='Phiếu phát ra không được nhiều hơn số ủy viên đương nhiệm.'),
        ),
        migrations.AddConstraint(
            model_name='personneldecision',
            constraint=models.CheckConstraint(condition=models.Q(('votes_for__isnull', True), ('votes_against__isnull', True), ('ballots_valid__isnull', True), ('ballots_valid', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Coalesce(django.db.models.functions.comparison.Cast('votes_for', models.IntegerField()), 0), '+', django.db.models.functions.comparison.Coalesce(django.db.models.functions.comparison.Cast('votes_against', models.IntegerField()), 0)), '+', django.db.models.functions.comparison.Coalesce(django.db.models.functions.comparison.Cast('votes_other', models.IntegerField()), 0))), _connector='OR'), name='personnel_decision_votes_are_the_valid_ballots', violation_error_message='Tán thành, không tán thành và ý kiến khác cộng lại phải bằng số phiếu hợp lệ.'),
        ),
        migrations.AddConstraint(
            model_name='personneldecision',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'confidence'), models.Q(('confidence_high__isnull', True), ('confidence_low__isnull', True), ('confidence_medium__isnull', True)), _connector='OR'), name='personnel_decision_levels_for_confidence_only', violation_error_message='Chỉ lấy phiếu tín nhiệm mới ghi ba mức tín nhiệm.'),
        ),
        migrations.AddConstraint(
            model_name='personneldecision',
            constraint=models.CheckConstraint(condition=models.Q(('ballots_valid', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('confidence_high'), '+', models.F('confidence_medium')), '+', models.F('confidence_low')))), name='personnel_decision_levels_are_the_valid_ballots', violation_error_message='Ba mức tín nhiệm cộng lại phải bằng số phiếu hợp lệ.'),
        ),
        migrations.AddConstraint(
            model_name='resolution',
            constraint=models.CheckConstraint(condition=models.Q(('incumbents__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Coalesce(django.db.models.functions.comparison.Cast('votes_for', models.IntegerField()), 0), '+', django.db.models.functions.comparison.Coalesce(django.db.models.functions.comparison.Cast('votes_against', models.IntegerField()), 0)), '+', django.db.models.functions.comparison.Coalesce(django.db.models.functions.comparison.Cast('votes_other', models.IntegerField()), 0)))), name='resolution_votes_within_incumbents', violation_error_message='Tổng số phiếu không được lớn hơn số ủy viên đương nhiệm.'),
        ),
        migrations.AddConstraint(
            model_name='resolution',
            constraint=models.CheckConstraint(condition=models.Q(('incumbents__gte', models.F('ballots_issued'))), name='resolution_issued_within_incumbents', violation_error_message='Phiếu phát ra không được nhiều hơn số ủy viên đương nhiệm.'),
        ),
        migrations.AddConstraint(
            model_name='resolution',
            constraint=models.CheckConstraint(condition=models.Q(('ballots_issued__gte', models.F('ballots_collected'))), name='resolution_collected_within_issued', violation_error_message='Phiếu thu về không được nhiều hơn phiếu phát ra.'),
        ),
        migrations.AddConstraint(
            model_name='resolution',
            constraint=models.CheckConstraint(condition=models.Q(('ballots_collected__gte', models.F('ballots_valid'))), name='resolution_valid_within_collected', violation_error_message='Phiếu hợp lệ không được nhiều hơn phiếu thu về.'),
        ),
        migrations.AddConstraint(
            model_name='resolution',
            constraint=models.CheckConstraint(condition=models.Q(('votes_for__isnull', True), ('votes_against__isnull', True), ('ballots_valid__isnull', True), ('ballots_valid', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Coalesce(django.db.models.functions.comparison.Cast('votes_for', models.IntegerField()), 0), '+', django.db.models.functions.comparison.Coalesce(django.db.models.functions.comparison.Cast('votes_against', models.IntegerField()), 0)), '+', django.db.models.functions.comparison.Coalesce(django.db.models.functions.comparison.Cast('votes_other', models.IntegerField()), 0))), _connector='OR'), name='resolution_votes_are_the_valid_ballots', violation_error_message='Tán thành, không tán thành và ý kiến khác cộng lại phải bằng số phiếu hợp lệ.'),
        ),
        migrations.AddConstraint(
            model_name='resolution',
            constraint=models.CheckConstraint(condition=models.Q(('number__isnull', True), ('votes_for__isnull', True), ('incumbents__isnull', True), ('incumbents__lt', django.db.models.expressions.CombinedExpression(models.Value(2), '*', models.F('votes_for'))), _connector='OR'), name='resolution_numbered_only_if_carried', violation_error_message='Chưa quá nửa số ủy viên đương nhiệm tán thành: văn bản không được thông qua, không cấp số.'),
        ),
        migrations.AddConstraint(
            model_name='resolution',
            constraint=models.CheckConstraint(condition=models.Q(('issued_at__isnull', True), ('number__isnull', False), _connector='OR'), name='resolution_issued_with_number', violation_error_message='Văn bản đã ban hành thì có số.'),
        ),
        migrations.AddConstraint(
            model_name='resolution',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawal_reason', ''), ('withdrawn_on__isnull', True)), models.Q(('number__isnull', False), ('withdrawn_on__isnull', False), models.Q(('withdrawal_reason', ''), _negated=True)), _connector='OR'), name='resolution_withdrawn_with_reason', violation_error_message='Chỉ thu hồi văn bản đã có số, và phải ghi lý do.'),
        ),
        migrations.AddConstraint(
            model_name='resolution',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['resolution', 'conclusion', 'notice', 'decision', 'regulation', 'instruction', 'programme', 'plan', 'report', 'minutes'])), name='resolution_kind_known', violation_error_code='unknown_choice', violation_error_message='Giá trị này không có trong danh mục.'),
        ),
    ]
