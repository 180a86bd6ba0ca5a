import district.fields
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Coalesce


def date_earlier_approvals(apps, schema_editor):
    """Sessions that were approved before the day was kept take the instant at which they were last touched."""
    sessions = apps.get_model("meetings", "Session").objects.filter(state__in=["approved", "published"])
    sessions.update(approved_at=Coalesce("published_at", "modified_at"))


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('district', '0002_quorum'),
        ('meetings', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Addendum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='lập lúc')),
                ('modified_at', models.DateTimeField(auto_now=True, db_index=True, verbose_name='sửa lúc')),
                ('number', models.PositiveSmallIntegerField(editable=False, verbose_name='số')),
                ('made_on', models.DateField(default=django.utils.timezone.localdate, editable=False, verbose_name='ngày đính chính')),
                ('reason', district.fields.TextField(verbose_name='lý do đính chính')),
                ('search_key', district.fields.SearchKeyField('reason', blank=True, default='', editable=False)),
                ('made_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='addenda', to=settings.AUTH_USER_MODEL, verbose_name='người đính chính')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='addenda', to='meetings.session', verbose_name='kỳ họp')),
            ],
            options={
                'verbose_name': 'bản đính chính',
                'verbose_name_plural': 'bản đính chính',
                'ordering': ['session', 'number', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('session', 'number'), name='addendum_number_once_a_session', violation_error_message='Kỳ họp này đã có bản đính chính mang số này.'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='addendum_number_from_one', violation_error_message='Số đính chính bắt đầu từ 1.'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='addendum_gives_a_reason', violation_error_message='Đính chính thì phải ghi lý do.')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='lập lúc')),
                ('modified_at', models.DateTimeField(auto_now=True, db_index=True, verbose_name='sửa lúc')),
                ('record', district.fields.CharField(max_length=80, verbose_name='khóa bản ghi')),
                ('record_label', district.fields.CharField(max_length=200, verbose_name='bản ghi')),
                ('field', district.fields.CharField(blank=True, max_length=60, verbose_name='khóa nội dung')),
                ('field_label', district.fields.CharField(max_length=200, verbose_name='nội dung')),
                ('before', district.fields.TextField(blank=True, verbose_name='trước')),
                ('after', district.fields.TextField(blank=True, verbose_name='sau')),
                ('search_key', district.fields.SearchKeyField('record_label', 'before', 'after', blank=True, default='', editable=False)),
                ('addendum', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='meetings.addendum', verbose_name='bản đính chính')),
            ],
            options={
                'verbose_name': 'nội dung đính chính',
                'verbose_name_plural': 'nội dung đính chính',
                'ordering': ['addendum', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(('before', models.F('after')), _negated=True), name='correction_changes_something', violation_error_message='Trước và sau đính chính phải khác nhau.')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalAddendum',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('created_at', models.DateTimeField(blank=True, editable=False, verbose_name='lập lúc')),
                ('modified_at', models.DateTimeField(blank=True, db_index=True, editable=False, verbose_name='sửa lúc')),
                ('number', models.PositiveSmallIntegerField(editable=False, verbose_name='số')),
                ('made_on', models.DateField(default=django.utils.timezone.localdate, editable=False, verbose_name='ngày đính chính')),
                ('reason', district.fields.TextField(verbose_name='lý do đính chính')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người đính chính')),
                ('session', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='meetings.session', verbose_name='kỳ họp')),
            ],
            options={
                'verbose_name': 'historical bản đính chính',
                'verbose_name_plural': 'historical bản đính chính',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalCorrection',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('created_at', models.DateTimeField(blank=True, editable=False, verbose_name='lập lúc')),
                ('modified_at', models.DateTimeField(blank=True, db_index=True, editable=False, verbose_name='sửa lúc')),
                ('record', district.fields.CharField(max_length=80, verbose_name='khóa bản ghi')),
                ('record_label', district.fields.CharField(max_length=200, verbose_name='bản ghi')),
                ('field', district.fields.CharField(blank=True, max_length=60, verbose_name='khóa nội dung')),
                ('field_label', district.fields.CharField(max_length=200, verbose_name='nội dung')),
                ('before', district.fields.TextField(blank=True, verbose_name='trước')),
                ('after', district.fields.TextField(blank=True, verbose_name='sau')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('addendum', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='meetings.addendum', verbose_name='bản đính chính')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical nội dung đính chính',
                'verbose_name_plural': 'historical nội dung đính chính',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalSeal',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('created_at', models.DateTimeField(blank=True, editable=False, verbose_name='lập lúc')),
                ('modified_at', models.DateTimeField(blank=True, db_index=True, editable=False, verbose_name='sửa lúc')),
                ('number', models.PositiveIntegerField(editable=False, verbose_name='số')),
                ('occasion', models.CharField(choices=[('approval', 'Duyệt'), ('issue', 'Cấp số văn bản'), ('withdrawal', 'Thu hồi văn bản'), ('addendum', 'Đính chính')], max_length=10, verbose_name='khi')),
                ('sealed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='niêm phong lúc')),
                ('contents', models.JSONField(default=dict, editable=False, verbose_name='dấu của từng bản ghi')),
                ('previous', models.CharField(blank=True, editable=False, max_length=64, verbose_name='dấu trước')),
                ('digest', models.CharField(db_index=True, editable=False, max_length=64, verbose_name='dấu')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='district.organization', verbose_name='tổ chức')),
                ('session', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='meetings.session', verbose_name='kỳ họp')),
            ],
            options={
                'verbose_name': 'historical niêm phong',
                'verbose_name_plural': 'historical niêm phong',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='lập lúc')),
                ('modified_at', models.DateTimeField(auto_now=True, db_index=True, verbose_name='sửa lúc')),
                ('number', models.PositiveIntegerField(editable=False, verbose_name='số')),
                ('occasion', models.CharField(choices=[('approval', 'Duyệt'), ('issue', 'Cấp số văn bản'), ('withdrawal', 'Thu hồi văn bản'), ('addendum', 'Đính chính')], max_length=10, verbose_name='khi')),
                ('sealed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='niêm phong lúc')),
                ('contents', models.JSONField(default=dict, editable=False, verbose_name='dấu của từng bản ghi')),
                ('previous', models.CharField(blank=True, editable=False, max_length=64, verbose_name='dấu trước')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True, verbose_name='dấu')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seals', to='district.organization', verbose_name='tổ chức')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seals', to='meetings.session', verbose_name='kỳ họp')),
            ],
            options={
                'verbose_name': 'niêm phong',
                'verbose_name_plural': 'niêm phong',
                'ordering': ['organization', '-number'],
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('organization', 'number'), name='seal_number_once_in_organization', violation_error_message='Tổ chức này đã có niêm phong mang số này.'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='seal_number_from_one', violation_error_message='Số niêm phong bắt đầu từ 1.'), models.CheckConstraint(condition=models.Q(('occasion__in', ['approval', 'issue', 'withdrawal', 'addendum'])), name='seal_occasion_known', violation_error_code='unknown_choice', violation_error_message='Giá trị này không có trong danh mục.')],
            },
        ),
        migrations.AddField(
            model_name='historicalsession',
            name='approved_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='duyệt lúc'),
        ),
        migrations.AddField(
            model_name='historicalsession',
            name='approved_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người duyệt'),
        ),
        migrations.AddField(
            model_name='historicalsession',
            name='closes_at',
            field=models.TimeField(blank=True, null=True, verbose_name='bế mạc lúc'),
        ),
        migrations.AddField(
            model_name='historicalsession',
            name='opens_at',
            field=models.TimeField(blank=True, null=True, verbose_name='khai mạc lúc'),
        ),
        migrations.AddField(
            model_name='historicalsession',
            name='remark',
            field=district.fields.TextField(blank=True, help_text='Người duyệt ghi điều cần sửa trước khi trình lại.', verbose_name='ý kiến khi trả lại'),
        ),
        migrations.AddField(
            model_name='historicalsession',
            name='submitted_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người trình'),
        ),
        migrations.AddField(
            model_name='session',
            name='approved_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='duyệt lúc'),
        ),
        migrations.AddField(
            model_name='session',
            name='approved_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions_approved', to=settings.AUTH_USER_MODEL, verbose_name='người duyệt'),
        ),
        migrations.AddField(
            model_name='session',
            name='closes_at',
            field=models.TimeField(blank=True, null=True, verbose_name='bế mạc lúc'),
        ),
        migrations.AddField(
            model_name='session',
            name='opens_at',
            field=models.TimeField(blank=True, null=True, verbose_name='khai mạc lúc'),
        ),
        migrations.AddField(
            model_name='session',
            name='remark',
            field=district.fields.TextField(blank=True, help_text='Người duyệt ghi điều cần sửa trước khi trình lại.', verbose_name='ý kiến khi trả lại'),
        ),
        migrations.AddField(
            model_name='session',
            name='submitted_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions_submitted', to=settings.AUTH_USER_MODEL, verbose_name='người trình'),
        ),
        migrations.RunPython(date_earlier_approvals, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', False), ('state__in', ['approved', 'published'])), models.Q(('approved_at__isnull', True), ('approved_by__isnull', True), ('state__in', ['draft', 'submitted'])), _connector='OR'), name='session_approved_at_iff_approved', violation_error_message='Thời điểm duyệt đi cùng trạng thái đã duyệt.'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('submitted_by', models.F('approved_by')), _negated=True), name='session_approved_by_another', violation_error_message='Người trình không tự duyệt: cần một người khác duyệt.'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('closes_at__gte', models.F('opens_at'))), name='session_closes_after_opening', violation_error_message='Giờ bế mạc không được trước giờ khai mạc.'),
        ),
    ]
